// Gaps: stretches of the timeline that are not in the page, from which item to which, counted by numbers alone.
import { list, root, words } from "./page.js";
import { fill } from "./paint.js";

export const itemsHere = () => [...list.querySelectorAll(":scope > [data-born]")];
export const firstSeen = () => itemsHere().find((li) => li.getBoundingClientRect().bottom > 0);
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

// A page does not hold everything; what lets go of some of it is loaded with the first page that holds much.
const FEW = 100;
let shedding = null;
export function letGo(due) {
  if (itemsHere().length <= FEW) return;
  if (shedding) shedding.letGo({ bound, itemsHere, list, numberOf, root, tailGap }, due);
  else import("./shed.js").then((loaded) => (shedding = loaded), () => {});
}
