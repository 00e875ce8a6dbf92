// Bubbles: what this person wrote, from sending it to its being stored or refused; they say honestly how far it is.
import { announce } from "./announce.js";
import { composer, list, painter, words } from "./page.js";
import { lineIs, outbox, send, waiting } from "./send.js";
import { settle, steady } from "./timeline.js";

const bubbleOf = (ck) => list.querySelector(`[data-ck="${ck}"]`);

const state = (bubble, sentence) => {
  bubble.querySelector(".post-state").textContent = sentence;
};

export function show(op) {
  const bubble = bubbleOf(op.ck) ?? blow(op);
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
  bubble.querySelector(".avatar").textContent = "…";
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
  await outbox.remove(frame.ck);
  const bubble = bubbleOf(frame.ck);
  if (!bubble) return;
  if (list.querySelector(`[data-id="${frame.post}"]`)) bubble.remove();
  else {
    bubble.dataset.sent = frame.post;
    settle(frame.post);
  }
}

export function refused(frame) {
  const bubble = bubbleOf(frame.ck);
  if (frame.ck && !bubble && !frame.retry) outbox?.remove(frame.ck);
  if (!bubble) announce(frame.msg);
  if (frame.retry && bubble) state(bubble, frame.msg);
  if (frame.retry) return setTimeout(() => waiting().then((ops) => ops.forEach(send)), frame.retry * 1000);
  if (!bubble) return;
  bubble.className = "post post-own post-failed";
  state(bubble, `${words.failed}: ${frame.msg}`);
  announce(frame.msg);
  // The words go back to where they can be changed; a new key, since this one is used up.
  outbox.remove(frame.ck);
  if (!composer.markdown.value && !composer.hidden) {
    takeBack(bubble.op);
    bubble.remove();
  }
}

// What was refused stands in the composer as it was: its words, that it is a question, whom it answers, in whose name.
function takeBack(op) {
  composer.markdown.value = op.text;
  composer.kind.checked = op.kind === "question";
  if (composer.speak_as && op.as) composer.speak_as.value = op.as;
  composer.dispatchEvent(new CustomEvent("refused", { detail: op }));
  composer.markdown.dispatchEvent(new Event("input"));
}
