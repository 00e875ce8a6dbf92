// The line to the server: over a socket; where none comes through, as a stream of events; else by asking now and then.
// It comes back by itself, and from a lesser way to the socket as soon as one comes through.
import { polling } from "./asking.js";
import { socketTo } from "./socket.js";
import { streamOf } from "./stream.js";

const WAYS = [socketTo, streamOf, polling];
const LONGEST_S = 30;
const STEADY_MS = 10_000;
const LOOK_FIRST_S = 5;
const LOOK_LONGEST_S = 300;

export class Line {
  // on: { frame(frame), up(welcome), down(), at() }; at() is what to `sub`: the thread and the position reached
  constructor(csrf, lang, on) {
    Object.assign(this, { csrf, lang, on, way: 0, tries: 0, misses: 0, look: LOOK_FIRST_S });
    this.up = false;
    this.met = false; // whether it was ever up
    this.over = false; // whether the server said not to come back
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.retry());
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    this.timer = null;
    this.talk = this.begin(this.way);
  }

  // One connection; it ends once.
  begin(way) {
    const talk = { way, stood: false, wire: null };
    let heardAt = Date.now();
    talk.close = () => {
      clearInterval(watch);
      talk.gone = true;
      talk.wire?.close();
    };
    const ended = (code = 0) => {
      if (talk.gone) return;
      talk.close();
      this.ended(talk, code);
    };
    const heard = (frame) => {
      heardAt = Date.now();
      if (!talk.gone) this.take(talk, frame);
    };
    // Silent for longer than two heartbeats is dead, whatever the browser believes; and a greeting takes no ten seconds.
    const watch = setInterval(() => Date.now() - heardAt > (talk.stood ? 60_000 : 10_000) && ended(), 2_000);
    try {
      talk.wire = WAYS[way](this, { heard, ended });
    } catch {
      queueMicrotask(ended);
    }
    return talk;
  }

  take(talk, frame) {
    if (frame.t === "ping") talk.wire.send({ t: "pong", n: frame.n });
    else if (frame.t === "bye") talk.bye = frame;
    else if (frame.t === "welcome") this.stand(talk, frame);
    else this.on.frame(frame);
  }

  stand(talk, welcome) {
    if (talk === this.probe) {
      this.probe = null;
      this.talk.close();
      clearTimeout(this.timer);
      this.timer = null;
      this.talk = talk;
    }
    talk.stood = this.up = this.met = true;
    talk.since = Date.now();
    this.misses = 0;
    this.way = talk.way;
    if (this.way) this.lookLater();
    else this.look = LOOK_FIRST_S;
    this.on.up({ ...welcome, way: this.way });
  }

  // Whether a socket comes through by now.
  lookLater() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.way && !this.over && (this.probe ??= this.begin(0)), this.look * 1000);
    this.look = Math.min(LOOK_LONGEST_S, this.look * 2);
  }

  send(frame) {
    return this.up && this.talk.wire.send(frame);
  }

  ended(talk, code) {
    if (talk === this.probe) {
      this.probe = null;
      return this.lookLater();
    }
    this.over = code >= 4000 && code < 4100;
    const said = this.up || this.over;
    this.up = false;
    if (said) this.on.down();
    if (this.over) return;
    // A way on which nobody ever answers is blocked, or the network is down: try another one.
    if (!talk.stood && ++this.misses >= (this.met ? 4 : 2)) {
      this.misses = 0;
      this.way = (this.way + 1) % WAYS.length;
    }
    // Sent away because it was too much (41xx), it counts on unless it had stood for a while.
    if (talk.stood && (code < 4100 || code >= 4200 || Date.now() - talk.since > STEADY_MS)) this.tries = 0;
    const most = Math.min(LONGEST_S, 0.5 * 2 ** this.tries++);
    this.timer = setTimeout(() => this.open(), ((talk.bye?.retry_after ?? 0) + most * Math.random()) * 1000 + 50);
  }

  retry() {
    if (this.timer) this.open();
  }
}
