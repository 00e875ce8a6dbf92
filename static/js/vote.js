// Voting: what this person chose, sent over the line; and what they are choosing stays when others vote meanwhile.
import { list, root, words } from "./page.js";
import { lineIs, newOp, say } from "./send.js";

const ACTS = ".poll-acts";
const boxesIn = (form) => [...form.querySelectorAll(".choice input")];

root.addEventListener("submit", (event) => {
  if (!event.target.matches("form.poll") || !lineIs("met") || lineIs("over")) return;
  event.preventDefault();
  const post = Number(event.target.closest(".post").dataset.id);
  if (event.submitter?.matches("[data-s=poll-close]")) return say(newOp({ do: "close_poll", post }));
  const boxes = boxesIn(event.target);
  const chosen = boxes.filter((box) => box.checked);
  // Nothing chosen takes a vote back, where there is one.
  if (![...chosen, ...boxes.filter((box) => box.defaultChecked)].length) return standing(event.target, words.poll.choose);
  say(newOp({ do: "vote", post, choices: chosen.map((box) => Number(box.value)) }));
});

root.addEventListener("change", ({ target }) => target.matches(".choice input") && standing(target.form));

// What is stored is what the form stands on by default.
export function voted({ post, choices }) {
  const form = list.querySelector(`[data-id="${post}"] form.poll`);
  if (!form) return;
  for (const box of boxesIn(form)) box.defaultChecked = choices.includes(Number(box.value));
  standing(form, choices.length ? undefined : words.poll.unvoted);
}

function standing(form, said) {
  const boxes = boxesIn(form);
  const stands = boxes.some((box) => box.defaultChecked);
  form.querySelector(`${ACTS} .kern-label`).textContent = words.poll[stands ? "change" : "vote"];
  const stored = stands && boxes.every((box) => box.checked === box.defaultChecked);
  form.querySelector(".poll-told").textContent = said ?? (stored ? words.poll.voted : "");
}

// Put an item's new form in its place: neither the focus nor what is chosen and not yet sent is lost.
export function renew(old, li) {
  const hand = old.contains(document.activeElement) ? document.activeElement : null;
  for (const box of boxesIn(old)) {
    const now = li.querySelector(`.choice input[value="${box.value}"]`);
    if (now) Object.assign(now, { defaultChecked: box.defaultChecked, checked: box.checked });
  }
  const acts = old.querySelector(ACTS);
  if (acts) li.querySelector(ACTS)?.replaceWith(acts);
  old.replaceWith(li);
  if (hand === old) li.focus({ preventScroll: true });
  if (!hand || hand === old) return;
  if (li.contains(hand)) return hand.focus({ preventScroll: true });
  const same = hand.value ? `[value="${CSS.escape(hand.value)}"]` : `[data-s="${hand.dataset.s}"]`;
  (li.querySelector(hand.localName + same) ?? li.querySelector(`button[name="${hand.name}"]`))?.focus({ preventScroll: true });
}
