// Opens a gap in place; how is loaded with the first one.
import { announce } from "./announce.js";
import { bound, firstSeen, letGo, numberOf } from "./gaps.js";
import { html } from "./html.js";
import { list, root, thread, words } from "./page.js";
import { fill } from "./paint.js";
import { learn } from "./reactions.js";
import { steady, takeIn } from "./timeline.js";

const here = { announce, bound, fill, firstSeen, html, learn, letGo, list, numberOf, root, steady, takeIn, thread, words };

root.addEventListener("click", async (event) => {
  const link = event.target.closest('.gap [data-s="open"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { widen } = (await import("./piece.js").catch(() => announce(words.off))) ?? {};
  widen?.(link, here);
});
