// Sentences for screen readers: one for a whole batch, never the contributions themselves.
import { words } from "./page.js";
import { fill } from "./paint.js";

let batch = 0;
let batchTimer = null;

export const announce = (sentence) => {
  document.getElementById("live-status").textContent = sentence;
};

export function announceSoon(name) {
  batch += 1;
  clearTimeout(batchTimer);
  batchTimer = setTimeout(() => {
    announce(`${fill(words.newer, { n: batch })} (${name})`);
    batch = 0;
  }, 3000);
}
