// The summary above the timeline: its newest form, and how many contributions came since.
import { html } from "./html.js";
import { root, words } from "./page.js";
import { actors, fill } from "./paint.js";

const summary = document.getElementById("summary");
const inside = (name) => summary.querySelector(`[data-s="${name}"]`);

// Hears of every item, whether the page shows it or not.
export function above(o) {
  const held = summary.dataset;
  if (o.summary && o.rev > (held.rev ?? 0)) {
    Object.assign(held, { rev: o.rev, covers: o.summary.covers });
    summary.hidden = false;
    inside("text").innerHTML = html(actors(o.summary.html, root.dataset.lang));
    inside("by").textContent = fill(words.summary.by, o.actor);
  }
  if (o.no > held.no) held.no = o.no;
  const n = held.no - held.covers;
  inside("said").textContent = fill(words.summary.covers, { no: held.covers }) + (n > 0 ? `, ${fill(words.summary.since, { n })}` : "");
}
