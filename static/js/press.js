// Loads the keys of one character with the first that is pressed; a field never loses one to them.
import { answering } from "./composer.js";
import { toLatest, toUnread } from "./jump.js";
import { composer, list } from "./page.js";

let keys = null;
let coming = null;
const theKeys = () =>
  (coming ??= import("./keys.js").then(({ Keys }) => {
    keys = new Keys({ list, composer, answering, toLatest, toUnread });
    return keys;
  }));

document.addEventListener("keydown", async (event) => {
  if (!/^[jkugarce?]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || keys?.off) return;
  event.preventDefault();
  (await theKeys()).press(event.key);
});

const opener = document.getElementById("keys-open");
if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", async () => (await theKeys()).open());
}
