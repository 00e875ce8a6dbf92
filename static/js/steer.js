// What carriers make of a thread reaches open pages with the note of it: closed, open again, slower.
import { announce } from "./announce.js";
import { composer, list, root, words } from "./page.js";

let steeredAt = Number(root.dataset.seq);

const turn = async (closed) => (await import("./closed.js")).turn({ root, list, composer }, closed);

if ("closed" in root.dataset) turn(true);

export function steer(o) {
  if (!o.sets || o.born <= steeredAt) return;
  steeredAt = o.born;
  const { locked, slow } = o.sets;
  if (locked !== undefined) turn(locked);
  const line = document.getElementById("composer-slow");
  if (line && slow !== undefined) line.textContent = slow ? words.slow[slow] : "";
  announce(o.text[root.dataset.lang] ?? o.text.de);
}
