// The composer: writing, answering and quoting.
import { show } from "./bubbles.js";
import { newKey } from "./outbox.js";
import { composer, list, root, thread, words } from "./page.js";
import { fill } from "./paint.js";
import { newOp, outbox, send, tell } from "./send.js";

composer?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = composer.markdown.value.trim();
  if (!text) return composer.markdown.focus();
  const op = newOp({ do: "post", text }, composer.client_key.value);
  if (composer.reply_to.value) Object.assign(op, { post: Number(composer.reply_to.value), quote: composer.quote.value });
  if (composer.speak_as) op.as = Number(composer.speak_as.value);
  if (composer.kind.checked) op.kind = composer.kind.value;
  composer.kind.checked = false;
  composer.client_key.value = newKey();
  composer.markdown.value = "";
  answering(null);
  await outbox.put(op);
  composer.dispatchEvent(new Event("said")); // the outbox answers for the words from here on
  show(op);
  send(op);
});

composer?.markdown.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) composer.requestSubmit();
});

let typedAt = 0;
composer?.markdown.addEventListener("input", () => {
  if (Date.now() - typedAt < 4000) return;
  typedAt = Date.now();
  tell({ t: "typing", th: thread });
});

// Answer a contribution, quoting what is chosen in it; null: answer nobody.
export function answering(li) {
  const chosen = getSelection();
  const inside = li && chosen.rangeCount && li.querySelector('[data-s="text"]').contains(chosen.getRangeAt(0).commonAncestorContainer);
  answer(li, inside ? chosen.toString().trim().slice(0, 500) : "");
  if (li) composer.markdown.focus();
}

function answer(li, quote) {
  document.getElementById("composer-reply").hidden = !li;
  if ("asks" in composer.dataset) composer.kind.checked = !li;
  composer.reply_to.value = li?.dataset.id ?? "";
  composer.quote.value = quote;
  if (!li) return;
  const answers = fill(words.answers, { name: li.querySelector('[data-s="person"]').textContent });
  document.getElementById("composer-reply-words").textContent = quote ? `${answers}: ${fill(words.quoted, { said: quote })}` : answers;
}

composer?.addEventListener("refused", ({ detail: { post, quote } }) => {
  answer(post ? list.querySelector(`[data-id="${post}"]`) : null, quote ?? "");
  composer.reply_to.value = post ?? ""; // it may stand in a gap
});

root.addEventListener("click", (event) => {
  const link = event.target.closest('[data-s="reply"], #composer-no-reply');
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  answering(link.closest(".post"));
});
