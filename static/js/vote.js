// Voting: what this person chose, sent over the line; and what they are choosing stays when others vote meanwhile.
import { root } from "./page.js";
import { lineIs, newOp, say } from "./send.js";

root.addEventListener("submit", (event) => {
  if (!event.target.matches("form.poll") || !lineIs("met") || lineIs("over")) return;
  event.preventDefault();
  const post = Number(event.target.closest(".post").dataset.id);
  if (event.submitter?.matches("[data-s=poll-close]")) return say(newOp({ do: "close_poll", post }));
  const boxes = [...event.target.querySelectorAll(".choice input")];
  for (const box of boxes) box.defaultChecked = box.checked;
  say(newOp({ do: "vote", post, choices: boxes.filter((box) => box.checked).map((box) => Number(box.value)) }));
});

// Put an item's new form in its place: neither the focus nor what is chosen and not yet sent is lost.
export function renew(old, li) {
  const hand = old.contains(document.activeElement) ? document.activeElement : null;
  for (const box of old.querySelectorAll(".choice input")) {
    const now = li.querySelector(`.choice input[value="${box.value}"]`);
    if (now) Object.assign(now, { defaultChecked: box.defaultChecked, checked: box.checked });
  }
  old.replaceWith(li);
  if (hand === old) li.focus({ preventScroll: true });
  if (!hand || hand === old) return;
  const same = hand.value ? `[value="${CSS.escape(hand.value)}"]` : `[data-s="${hand.dataset.s}"]`;
  (li.querySelector(hand.localName + same) ?? li.querySelector(`button[name="${hand.name}"]`))?.focus({ preventScroll: true });
}
