// Bubbles: what this person wrote, from sending it to its being stored or refused; they say honestly how far it is.
import { announce } from "./announce.js";
import { composer, list, painter, root, words } from "./page.js";
import { fill } from "./paint.js";
import { remember } from "./reactions.js";
import { lineIs, outbox, send, sent, waiting } from "./send.js";
import { settle, steady } from "./timeline.js";
import { voted } from "./vote.js";

const refusal = () => import("./refused.js");

const bubbleOf = (ck) => list.querySelector(`[data-ck="${ck}"]`);

const state = (bubble, sentence) => {
  bubble.querySelector(".post-state").textContent = sentence;
};

const around = { announce, composer, fill, list, outbox, painter, remember, root, send, sent, state, waiting, words };

export function show(op) {
  const bubble = bubbleOf(op.ck) ?? blow(op);
  if (op.refused) return refusal().then(({ stay }) => stay(bubble, op, around));
  bubble.className = "post post-own post-sending";
  state(bubble, lineIs("up") ? words.sending : lineIs("over") ? words.over : words.waiting);
}

function blow(op) {
  const bubble = painter.pattern("post", { id: "", born: "", rev: "" }, `sending-${op.ck}`);
  for (const name of ["id", "born", "rev", "no"]) delete bubble.dataset[name];
  bubble.dataset.ck = op.ck;
  bubble.op = op;
  const body = bubble.querySelector("article");
  const text = bubble.querySelector('[data-s="text"]');
  text.textContent = op.text;
  body.replaceChildren(Object.assign(document.createElement("p"), { className: "post-state" }), text);
  Object.assign(bubble.querySelector(".avatar"), { className: "avatar", textContent: "…" });
  steady(() => list.append(bubble));
  bubble.scrollIntoView({ block: "nearest" });
  return bubble;
}

export function wait() {
  for (const bubble of list.querySelectorAll(".post-sending")) state(bubble, lineIs("over") ? words.over : words.waiting);
}

export async function flush() {
  for (const op of await waiting()) {
    if (op.do === "post") show(op);
    send(op);
  }
}

export async function stored(frame) {
  const op = sent.get(frame.ck);
  sent.delete(frame.ck);
  if (op?.do === "vote") voted(op);
  await outbox.remove(frame.ck);
  const bubble = bubbleOf(frame.ck);
  if (!bubble) return;
  if (list.querySelector(`[data-id="${frame.post}"]`)) bubble.remove();
  else {
    bubble.dataset.sent = frame.post;
    settle(frame.post);
  }
}

export async function refused(frame) {
  const bubble = bubbleOf(frame.ck);
  (await refusal()).refused(frame, bubble, around);
}
