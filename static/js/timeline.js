// The timeline and its position in the log: every change once, in order, in its place.
import { announce } from "./announce.js";
import { bound, firstSeen, gapAt, itemsHere, letGo } from "./gaps.js";
import { composer, list, me, painter, root, thread, words } from "./page.js";
import { count, toCount } from "./reading.js";
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
const due = new Map(); // item id → what came and has not been put into the page yet
const AT_ONCE = 20;
const SHARE = 4; // for each moment that this takes, so many are the reader's
const GRACE_MS = 1000; // which may wait so long
let restsUntil = 0;
let soon = null;

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
  if (o) come(o);
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
  frame.items.sort((a, b) => a.born - b.born).forEach(wanted);
  come();
  pos = Math.max(pos, frame.to);
  epoch = frame.epoch;
  release();
}

export function clear() {
  due.clear();
  list.replaceChildren();
  announce(words.gone);
}

function wanted(o) {
  if (!(due.get(o.id)?.rev > o.rev)) due.set(o.id, o);
}

// What comes is put into the page at once; while very much comes, together, so that the page stays quick.
function come(o) {
  if (o) wanted(o);
  if (soon) return;
  const ms = restsUntil - performance.now() - GRACE_MS;
  if (ms > 0) soon = setTimeout(putAll, ms);
  else putAll();
}

function putAll() {
  soon = null;
  const begin = performance.now();
  const came = [...due.values()].slice(0, AT_ONCE);
  for (const { id } of came) due.delete(id);
  steady(() => {
    came.forEach(place);
    letGo(due.size);
  }, firstSeen());
  count();
  const now = performance.now();
  restsUntil = Math.max(restsUntil, now) + (now - begin) * SHARE;
  if (due.size) come();
}

// Put an item into its place, in its newest form; what somebody is reading or writing stays where it is.
function place(o) {
  steer(o);
  above(o);
  if (o.text && !o.kind.startsWith("threads")) stir(at);
  const known = document.getElementById(o.no ? `post-${o.no}` : `item-${o.id}`);
  if (known) return Number(known.dataset.rev) > o.rev || renew(known, painter.item(o));
  unplaced?.push(o);
  const fresh = o.no > Number(root.dataset.last);
  if (fresh) root.dataset.last = o.no;
  const gap = gapAt(o.born);
  const bubble = (o.person?.id ?? me) === me && list.querySelector(`[data-sent="${o.id}"]`);
  if (gap && bubble) bound(gap, { before: String(o.born), bottom: String(o.no ?? "") });
  else if (gap) return beyond(o, gap, fresh);
  const li = painter.item(o);
  if (bubble) bubble.replaceWith(li);
  else insert(o.born, li);
  document.getElementById("thread-empty")?.remove();
  if (fresh && o.person?.id !== me) toCount(o, li);
}

// What lies in a gap is only counted, and only where it is new.
function beyond(o, gap, fresh) {
  if (o.person?.id === me) own.set(o.id, o);
  if (!fresh) return;
  bound(gap, { bottom: String(o.no + 1) });
  if (o.person?.id !== me) toCount(o);
}

// A contribution of this person is stored: if it was only counted so far, it takes the place of its bubble.
export function settle(id) {
  const o = own.get(id);
  own.delete(id);
  if (o) come(o);
}

function insert(born, li) {
  const before = itemsHere().findLast((one) => Number(one.dataset.born) < born);
  if (before) before.after(li);
  else list.prepend(li);
}

// Keep something where it is on the screen while the timeline grows: the composer, where somebody writes and sees it.
export function steady(change, held) {
  const writes = composer?.contains(document.activeElement) && composer.getBoundingClientRect().top < innerHeight;
  const keep = writes ? composer : held;
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
  late.forEach(come);
}
