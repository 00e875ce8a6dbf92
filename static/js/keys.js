// Keys of one character for the conversation; they can be turned off, and a field never loses one to them.
import { answering } from "./composer.js";
import { goTo, toLatest, toUnread } from "./jump.js";
import { composer, list } from "./page.js";

const dialog = document.getElementById("keys");
const opener = document.getElementById("keys-open");
const active = document.getElementById("keys-on");
const OFF = "arena.keys.off";

const kept = {
  get off() {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return false;
    }
  },
  set off(off) {
    try {
      if (off) localStorage.setItem(OFF, "1");
      else localStorage.removeItem(OFF);
    } catch {
      // a browser that keeps nothing forgets this as well
    }
  },
};

// The entry somebody is at: the one with the focus, else the first that can be seen.
const entries = () => [...list.querySelectorAll(":scope > [data-no], :scope > .gap")];
const focusedEntry = () => document.activeElement?.closest("#timeline > li");
const inSight = () => entries().find((li) => li.getBoundingClientRect().bottom > innerHeight / 4);

function move(by) {
  const all = entries();
  const at = all.indexOf(focusedEntry());
  const next = at < 0 ? inSight() : all[at + by];
  if (!next) return;
  (next.matches(".gap") ? next.querySelector("a") : next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  u: toUnread,
  g: toLatest,
  a: () => focusedEntry()?.querySelector('[data-s="quote"]')?.click(),
  r: () => composer && focusedEntry()?.matches(".post") && answering(focusedEntry()),
  c: () => composer?.markdown.focus(),
  e: () => focusedEntry()?.querySelector('[data-s="edit"]')?.click(),
  "?": () => dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !active.checked || dialog.open) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});

active.checked = !kept.off;
active.addEventListener("change", () => {
  kept.off = !active.checked;
});
if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
}
