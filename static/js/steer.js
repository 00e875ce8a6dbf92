// What carriers make of a thread reaches open pages with the note of it: closed, open again, slower.
import { composer, root, words } from "./page.js";
import { announce } from "./announce.js";

const reveal = (id, shown) => document.getElementById(id)?.toggleAttribute("hidden", !shown);
let steeredAt = Number(root.dataset.seq);

export function steer(o) {
  if (!o.sets || o.born <= steeredAt) return;
  steeredAt = o.born;
  const { locked, slow } = o.sets;
  if (locked !== undefined) {
    reveal("thread-closed", locked);
    reveal("thread-enter", !locked);
    composer?.toggleAttribute("hidden", locked);
  }
  const line = document.getElementById("composer-slow");
  if (line && slow !== undefined) line.textContent = slow ? words.slow[slow] : "";
  announce(o.text[root.dataset.lang] ?? o.text.de);
}
