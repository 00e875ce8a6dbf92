// A thread on a page, live: takes what others say, sends what this person says, and loses neither.
import { flush, refused, stored, wait } from "./bubbles.js";
import "./composer.js";
import "./jump.js";
import { Line } from "./line.js";
import { root } from "./page.js";
import { counted, offline, online } from "./presence.js";
import "./load.js";
import "./press.js";
import "./reactions.js";
import "./reading.js";
import { connect, lineIs } from "./send.js";
import { stir } from "./stir.js";
import { at, catchUp, clear, sit, step } from "./timeline.js";

// What each frame of the server does here.
const FRAMES = {
  ev: (frame) => step(frame.seq, frame.o),
  skip: (frame) => step(frame.seq, null),
  sync: catchUp,
  reset: () => location.reload(),
  revoked: clear,
  eph: counted,
  beside: ({ n }) => stir(at, n),
  ok: stored,
  err: refused,
};

const CALLS = {
  frame: (frame) => FRAMES[frame.t]?.(frame),
  at,
  up({ way }) {
    online(way);
    sit();
    flush();
  },
  down() {
    offline(lineIs("over"));
    wait();
  },
};

connect(new Line(root.dataset.csrf ?? "", root.dataset.lang, CALLS));
