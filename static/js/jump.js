// Jumps within a thread: what is in the page is scrolled to and focused, everything else is an ordinary link.
import { tailGap } from "./gaps.js";
import { list, root } from "./page.js";

export function goTo(target) {
  location.hash = target.id;
  target.scrollIntoView({ block: target.matches(".unread") ? "start" : "center" });
  (target.matches(".unread") ? target.nextElementSibling : target).focus({ preventScroll: true });
}

// The window around a contribution, as a page of its own.
export const toNumber = (no) => location.assign(`${root.dataset.back}?no=${no}#post-${no}`);

export function toLatest() {
  if (tailGap()) return toNumber(root.dataset.last);
  const last = [...list.querySelectorAll("[data-born]")].at(-1);
  if (last) goTo(last);
}

export function toUnread() {
  const line = document.getElementById("unread");
  if (line) goTo(line);
  else root.querySelector('.thread-bar [data-s="unread"]:not([hidden])')?.click();
}

root.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.matches('[data-s="open"]')) return;
  const { pathname, hash } = new URL(link.href);
  if (pathname !== location.pathname || !/^#(post-\d+|unread|latest)$/.test(hash)) return;
  const target = document.getElementById(hash.slice(1));
  if (hash === "#latest") toLatest();
  else if (target) goTo(target);
  else return;
  event.preventDefault();
});

// An address may name a contribution that is not in this window.
function arrive() {
  const no = /^#post-(\d+)$/.exec(location.hash)?.[1];
  if (!no || document.getElementById(`post-${no}`) || Number(no) > Number(root.dataset.last)) return;
  if (new URLSearchParams(location.search).get("no") !== no) location.replace(`${root.dataset.back}?no=${no}#post-${no}`);
}

addEventListener("hashchange", arrive);
arrive();
