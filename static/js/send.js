// Sends what this person does: into the outbox first, then over the line, again and again until it is stored.
import { me, thread } from "./page.js";
import { newKey, Outbox } from "./outbox.js";

export const outbox = me ? await Outbox.open() : null;
let line = null;

// What this page has no answer to yet, by its key.
export const sent = new Map();

export const connect = (to) => {
  line = to;
};

// A frame that may be lost: says whether it left.
export const tell = (frame) => line?.send(frame) ?? false;

export const lineIs = (state) => Boolean(line?.[state]);

// `payload` names its verb in `do`; the client key is the op's for ever.
export const newOp = (payload, ck = newKey()) => ({ ck, th: thread, ...payload, me, at: Date.now() });

// What was refused waits for the person.
export function send(whole) {
  const { me: _, at: __, refused, ...op } = whole;
  if (refused || !lineIs("up")) return;
  sent.set(op.ck, whole);
  line.send({ t: "op", ...op });
}

export async function say(op) {
  sent.set(op.ck, op);
  await outbox.put(op);
  send(op);
}

export const waiting = async () => (outbox ? await outbox.waiting(thread, me) : []);
