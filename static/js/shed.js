// What the page does not hold any more becomes a gap again: what is far from what is being read.
const MOST = 400; // items; beyond that, those farthest go, until so many are left
const KEPT = 350;
const BEHIND = 200; // what has come and could not be shown so fast; the rest is a number until it is asked for
const AHEAD = 100; // items below the window: to whoever has so much to read, what comes is a number

// `due`: how much has come and is not in the page yet; undefined where somebody asked for what was put there.
export function letGo(page, due) {
  const items = page.itemsHere();
  const below = items.filter((li) => li.getBoundingClientRect().top > innerHeight).length;
  if (due >= 0 && !page.tailGap()) {
    if (below > AHEAD) return shedBelow(page, items, below - AHEAD);
    if (due > BEHIND) return shedBelow(page, items, 0);
  }
  if (items.length <= MOST) return;
  if (below < items.length / 2) shedAbove(page, items, items.length - KEPT);
  else shedBelow(page, items, items.length - KEPT);
}

const held = (items) => items.some((li) => li.contains(document.activeElement));

function newGap({ bound, root }, bounds) {
  const gap = document.importNode(root.querySelector("#pattern-gap").content.firstElementChild, true);
  bound(gap, bounds);
  return gap;
}

function shedAbove(page, items, over) {
  const { list, numberOf } = page;
  const [gone, kept] = [items.slice(0, over), items.slice(over)];
  if (held(gone)) return;
  while (list.firstElementChild !== kept[0]) list.firstElementChild.remove();
  list.prepend(newGap(page, { after: "0", before: kept[0].dataset.born, top: "0", bottom: numberOf(kept) ?? "" }));
}

function shedBelow(page, items, over) {
  const { numberOf, root } = page;
  const [kept, gone] = [items.slice(0, items.length - over), items.slice(items.length - over)];
  if (held(gone)) return;
  const last = kept.at(-1);
  while (last.nextElementSibling && !last.nextElementSibling.dataset.ck) last.nextElementSibling.remove();
  const bottom = String(Number(root.dataset.last) + 1);
  last.after(newGap(page, { after: last.dataset.born, before: "0", top: numberOf(kept.toReversed()) ?? "", bottom }));
}
