// What the server refused: for now, and it goes by itself later; or for good, and words stay until they are taken back or
// thrown away, what was pressed is as it was.
const before = new Map(); // what a press found, by its key, where an earlier one was refused meanwhile

export async function refused(frame, bubble, around) {
  if (frame.retry) return again(frame, bubble, around);
  const { announce, composer, outbox, sent } = around;
  const op = bubble?.op ?? sent.get(frame.ck);
  const underway = [...sent.values()]; // in the order in which they were done
  sent.delete(frame.ck);
  announce(frame.msg);
  if (!op) return;
  if (op.do !== "post") {
    undo(op, frame.msg, underway, around);
    return outbox.remove(op.ck);
  }
  op.refused = frame.msg;
  await outbox.put(op);
  if (!bubble) return;
  if (composer.hidden || composer.markdown.value) stay(bubble, op, around);
  else takeBack(bubble, op, around);
}

function again(frame, bubble, { announce, fill, painter, send, state, waiting, words }) {
  const ms = frame.retry * 1000;
  if (!bubble) announce(frame.msg);
  else state(bubble, frame.code === "slow_mode" ? fill(words.slow_until, { time: painter.moment(Date.now() + ms).slice(-5) }) : frame.msg);
  setTimeout(() => waiting().then((ops) => ops.forEach(send)), ms);
}

// A bubble that waits for the person: into the composer with it, or away.
export function stay(bubble, op, around) {
  const { composer, outbox, root, words } = around;
  bubble.op = op;
  bubble.className = "post post-own post-failed";
  bubble.querySelector(".post-state").textContent = `${words.failed}: ${op.refused}`;
  if (bubble.querySelector('[data-s="take"]')) return;
  const acts = document.importNode(root.querySelector("#pattern-refused").content.firstElementChild, true);
  const [take, discard] = acts.children;
  take.hidden = composer.hidden;
  take.addEventListener("click", () => takeBack(bubble, op, around));
  discard.addEventListener("click", () => {
    outbox.remove(op.ck);
    bubble.remove();
  });
  bubble.querySelector("article").append(acts);
}

// The words go back to where they can be changed, with a new key, since theirs is used up: into an empty composer as they
// were, with whom they answer and in whose name; below what somebody has begun there meanwhile.
function takeBack(bubble, op, { composer, outbox }) {
  const box = composer.markdown;
  if (box.value) box.value += `\n\n${op.text}`;
  else {
    box.value = op.text;
    if (composer.speak_as && op.as) composer.speak_as.value = op.as;
    composer.dispatchEvent(new CustomEvent("refused", { detail: op }));
    composer.kind.checked = op.kind === "question";
  }
  box.dispatchEvent(new Event("input"));
  const held = bubble.contains(document.activeElement);
  bubble.remove();
  outbox.remove(op.ck);
  if (held) box.focus();
}

function undo(op, why, underway, { list, remember }) {
  const li = list.querySelector(`[data-id="${op.post}"]`);
  if (op.do === "react") unpress(li, op, underway, remember);
  if (!li) return;
  for (const box of op.do === "vote" ? li.querySelectorAll(".choice input") : []) {
    box.checked = box.defaultChecked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const line = li.querySelector(".refusal") ?? document.createElement("p");
  Object.assign(line, { className: "refusal small", textContent: why });
  li.querySelector(".post-body").append(line);
  li.addEventListener("click", () => line.remove(), { once: true });
}

// Of several presses of one button the last one still under way says how it ends, in whatever order they are answered:
// one refused before an earlier one leaves the button as that one wants it, and passes nothing on.
function unpress(li, { ck, post, kind, on }, underway, remember) {
  const presses = underway.filter((one) => one.do === "react" && one.post === post && one.kind === kind);
  const at = presses.findIndex((one) => one.ck === ck);
  const was = before.get(ck) ?? !on;
  before.delete(ck);
  const [earlier, later] = [presses[at - 1], presses[at + 1]];
  if (later) return before.set(later.ck, earlier ? earlier.on : was);
  const button = li?.querySelector(`.react[value^="${kind}:"]`);
  if (button) remember(button, earlier ? earlier.on : was);
}
