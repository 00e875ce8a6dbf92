// What carriers make of a thread reaches open pages with the note of it: closed, open again, slower, named anew.
import { announce } from "./announce.js";
import { composer, list, root, words } from "./page.js";

let steeredAt = Number(root.dataset.seq);

const obey = async (sets) => (await import("./steered.js")).settle(sets, { root, list, composer, words });

if ("closed" in root.dataset) obey({ locked: true });

export function steer(o) {
  if (!o.sets || o.born <= steeredAt) return;
  steeredAt = o.born;
  obey(o.sets);
  announce(o.text[root.dataset.lang] ?? o.text.de);
}
