// The line to the server: one socket of the protocol arena.v1 that comes back by itself.
const PROTOCOL = "arena.v1";
const LONGEST_S = 30;

export class Line {
  // on: { frame(frame), up(), down() }
  constructor(csrf, lang, on) {
    this.csrf = csrf;
    this.address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live?lang=${lang}`;
    this.on = on;
    this.tries = 0;
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
    const socket = (this.socket = new WebSocket(this.address, PROTOCOL));
    socket.onopen = () => socket.send(JSON.stringify({ t: "hello", v: 1, csrf: this.csrf }));
    socket.onmessage = ({ data }) => {
      this.heard = Date.now();
      for (const frame of [JSON.parse(data)].flat()) this.take(frame);
    };
    socket.onclose = ({ code }) => socket === this.socket && this.lost(code);
    this.heard = Date.now();
    clearInterval(this.watch);
    // A line that is silent for longer than two heartbeats is dead, whatever the browser believes.
    this.watch = setInterval(() => Date.now() - this.heard > 60_000 && this.drop(), 5_000);
  }

  take(frame) {
    if (frame.t === "ping") return this.send({ t: "pong", n: frame.n });
    if (frame.t === "welcome") {
      this.up = this.met = true;
      this.tries = 0;
      this.on.up(frame);
    } else this.on.frame(frame);
  }

  send(frame) {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  drop() {
    const socket = this.socket;
    this.socket = {};
    socket.close();
    this.lost(0);
  }

  lost(code) {
    clearInterval(this.watch);
    this.over = code >= 4000 && code < 4100;
    if (this.up || this.over) this.on.down();
    this.up = false;
    if (this.over) return;
    const most = Math.min(LONGEST_S, 0.5 * 2 ** this.tries++);
    this.timer = setTimeout(() => this.open(), (code >= 4200 ? Math.min(1, most) : most) * Math.random() * 1000 + 50);
  }

  retry() {
    if (this.timer) this.open();
  }
}
