// How far this person has read, and what came below the part of the timeline they see.
import { announceSoon } from "./announce.js";
import { tailGap } from "./gaps.js";
import { toLatest } from "./jump.js";
import { list, me, root, thread, words } from "./page.js";
import { fill } from "./paint.js";
import { tell } from "./send.js";

const newer = document.getElementById("newer");
let read = Number(root.dataset.read || -1); // -1: nothing here is theirs to read yet
let told = read;
let unseen = 0;
let fresh = [];

// New contributions of others, with what shows them where the page has it.
export function toCount(o, li) {
  if (!o.no) return;
  fresh.push(li);
  announceSoon(o.actor?.name ?? "");
}

export function count() {
  const below = fresh.filter((li) => !li?.isConnected || li.getBoundingClientRect().top > innerHeight).length;
  fresh = [];
  if (!below) return;
  unseen += below;
  newer.hidden = false;
  newer.querySelector(".kern-label").textContent = fill(words.newer, { n: unseen });
}

newer.addEventListener("click", () => {
  if (tailGap()) return toLatest();
  const first = [...list.querySelectorAll("[data-no]")].at(-unseen);
  first?.scrollIntoView({ block: "center" });
  clearUnseen();
});

function clearUnseen() {
  unseen = 0;
  newer.hidden = true;
}

// What was seen counts as read where nothing unread lies between; to whom nothing counts as new begins where they look.
function look() {
  let first = 1; // the number with which the items without a gap between them begin
  for (const li of list.querySelectorAll(".gap, [data-no]")) {
    if (!li.dataset.no) {
      first = null;
      continue;
    }
    const no = Number(li.dataset.no);
    first ??= no;
    const { top } = li.getBoundingClientRect();
    if (top < innerHeight && top > -innerHeight && (read < 0 || first <= read + 1)) read = Math.max(read, no);
  }
}

setInterval(() => {
  if (document.hidden) return;
  look();
  const last = [...list.querySelectorAll("[data-no]")].at(-1);
  if (unseen && !tailGap() && last && last.getBoundingClientRect().top < innerHeight) clearUnseen();
  if (me && read > told && tell({ t: "read", th: thread, no: read })) {
    told = read;
    sayUnread();
  }
}, 2000);

function sayUnread() {
  const own = [...list.querySelectorAll(".post-own[data-no]")].filter((li) => li.dataset.no > read);
  const left = root.dataset.last - read - own.length;
  for (const link of root.querySelectorAll('.thread-bar [data-s="unread"]')) {
    link.hidden = left < 1;
    link.textContent = fill(words.unread, { n: left });
  }
  for (const form of root.querySelectorAll('.thread-bar [data-s="all"]')) form.hidden = left < 1;
}
