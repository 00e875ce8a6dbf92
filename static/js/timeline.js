// The timeline and its position in the log: every change once, in order, in its place.
import { announce } from "./announce.js";
import { bound, gapAt, itemsHere, letGo } from "./gaps.js";
import { composer, list, me, painter, root, thread, words } from "./page.js";
import { count } from "./reading.js";
import { tell } from "./send.js";
import { steer } from "./steer.js";
import { stir } from "./stir.js";
import { above } from "./summary.js";
import { renew } from "./vote.js";

let pos = Number(root.dataset.seq);
let epoch = Number(root.dataset.epoch);
const early = new Map(); // events that came before their predecessors
const own = new Map(); // this person's items that were stored where the page shows a gap
let unplaced = null; // while a gap is being filled: what was not in the page when it came

// Where this page stands.
export const at = () => ({ th: thread, after: pos, epoch });

export const sit = () => tell({ t: "sub", ...at() });

export function step(seq, o) {
  if (seq <= pos) return;
  if (seq > pos + 1) {
    early.set(seq, o);
    if (early.size === 1) sit();
    return;
  }
  pos = seq;
  if (o) place(o);
  release();
}

function release() {
  for (const seq of early.keys()) if (seq <= pos) early.delete(seq);
  if (early.has(pos + 1)) {
    const o = early.get(pos + 1);
    early.delete(pos + 1);
    step(pos + 1, o);
  }
}

export function catchUp(frame) {
  [...frame.items].sort((a, b) => a.born - b.born).forEach(place);
  pos = Math.max(pos, frame.to);
  epoch = frame.epoch;
  release();
}

export function clear() {
  list.replaceChildren();
  announce(words.gone);
}

// Put an item into its place, in its newest form; what somebody is reading or writing stays where it is.
function place(o) {
  steer(o);
  above(o);
  if (o.text && !o.kind.startsWith("threads")) stir(at);
  const known = list.querySelector(`[data-id="${o.id}"]`);
  if (known) return Number(known.dataset.rev) > o.rev || renew(known, painter.item(o));
  unplaced?.push(o);
  const fresh = o.no > Number(root.dataset.last);
  if (fresh) root.dataset.last = o.no;
  const gap = gapAt(o.born);
  const bubble = list.querySelector(`[data-sent="${o.id}"]`);
  if (gap && bubble) bound(gap, { before: String(o.born), bottom: String(o.no ?? "") });
  else if (gap) return beyond(o, gap, fresh);
  const li = painter.item(o);
  steady(() => (bubble ? bubble.replaceWith(li) : insert(o.born, li)));
  document.getElementById("thread-empty")?.remove();
  letGo();
  if (fresh && o.person?.id !== me) count(o, li);
}

// What lies in a gap is only counted, and only where it is new.
function beyond(o, gap, fresh) {
  if (o.person?.id === me) own.set(o.id, o);
  if (!fresh) return;
  bound(gap, { bottom: String(o.no + 1) });
  if (o.person?.id !== me) count(o);
}

// A contribution of this person is stored: if it was only counted so far, it takes the place of its bubble.
export function settle(id) {
  const o = own.get(id);
  own.delete(id);
  if (o) place(o);
}

function insert(born, li) {
  const before = itemsHere().findLast((one) => Number(one.dataset.born) < born);
  if (before) before.after(li);
  else list.prepend(li);
}

// Keep something where it is on the screen while the timeline grows: by default the composer somebody writes in.
export function steady(change, held) {
  const keep = composer?.contains(document.activeElement) ? composer : held;
  const before = keep?.getBoundingClientRect().top;
  change();
  if (keep?.isConnected) scrollBy({ top: keep.getBoundingClientRect().top - before, behavior: "instant" });
}

// Take in a piece of the timeline that was read from the server; what changed meanwhile is newer than it.
export async function takeIn(read, put) {
  const outer = unplaced;
  const late = (unplaced = []);
  try {
    const piece = await read();
    if (piece) put(piece);
  } finally {
    unplaced = outer;
  }
  late.forEach(place);
}
