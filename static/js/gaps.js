// Gaps: stretches of the timeline that are not in the page, from which item to which, counted by numbers alone.
import { list, root, words } from "./page.js";
import { fill } from "./paint.js";

export const itemsHere = () => [...list.querySelectorAll(":scope > [data-born]")];
export const tailGap = () => list.querySelector('.gap[data-before="0"]');

// The gap into which an item belongs that was born there.
export const gapAt = (born) =>
  [...list.querySelectorAll(".gap")].find(({ dataset: { after, before } }) => born > Number(after) && (before === "0" || born < Number(before)));

export const numberOf = (items) => items.find((li) => li.dataset.no)?.dataset.no;

// Say where a gap lies; what is not known stays "".
export function bound(gap, bounds) {
  const { after, before, top, bottom } = Object.assign(gap.dataset, bounds);
  const kind = after === "0" ? "earlier" : before === "0" ? "later" : "between";
  const n = top && bottom ? bottom - top - 1 : 0;
  const link = gap.querySelector('[data-s="open"]');
  const nearest = n ? `post-${kind === "earlier" ? bottom - 1 : Number(top) + 1}` : "thread";
  link.setAttribute("href", `${root.dataset.back}?${kind === "earlier" ? `before=${before}` : `after=${after}`}#${nearest}`);
  gap.querySelector('[data-s="said"]').textContent = n ? fill(words.gap[kind], { n }) : words.gap.some;
  if (kind !== "later") gap.querySelector('[data-s="latest"]')?.remove();
}

function newGap(bounds) {
  const gap = document.importNode(root.querySelector("#pattern-gap").content.firstElementChild, true);
  bound(gap, bounds);
  return gap;
}

// The page holds so many items; beyond that, those farthest from what is being read become a gap again.
const MOST = 400;
export function letGo() {
  const items = itemsHere();
  const over = items.length - MOST;
  if (over <= 0) return;
  const above = -items[0].getBoundingClientRect().top;
  const below = items.at(-1).getBoundingClientRect().bottom - innerHeight;
  if (above > below) letGoAbove(items, over);
  else letGoBelow(items, over);
}

const held = (items) => items.some((li) => li.contains(document.activeElement));

function letGoAbove(items, over) {
  const [gone, kept] = [items.slice(0, over), items.slice(over)];
  if (held(gone)) return;
  while (list.firstElementChild !== kept[0]) list.firstElementChild.remove();
  list.prepend(newGap({ after: "0", before: kept[0].dataset.born, top: "0", bottom: numberOf(kept) ?? "" }));
}

function letGoBelow(items, over) {
  const [kept, gone] = [items.slice(0, -over), items.slice(-over)];
  if (held(gone)) return;
  const last = kept.at(-1);
  while (last.nextElementSibling && !last.nextElementSibling.dataset.ck) last.nextElementSibling.remove();
  const bottom = String(Number(root.dataset.last) + 1);
  last.after(newGap({ after: last.dataset.born, before: "0", top: numberOf(kept.toReversed()) ?? "", bottom }));
}
