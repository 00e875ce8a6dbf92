// Shows similar ideas beside a form while its title is typed: asked for in a pause, never a step on the way.
import { html } from "./html.js";

const PAUSE = 400;

for (const box of document.querySelectorAll("[data-similar]")) {
  const fields = [box.dataset.title, box.dataset.summary].map((id) => document.getElementById(id));
  let timer, request, asked;

  const show = (text) => {
    box.innerHTML = html(text);
    const found = box.querySelector("[data-said]");
    box.hidden = !found;
    document.getElementById("live-status").textContent = found ? found.dataset.said : "";
  };

  const ask = async () => {
    const [title, summary] = fields.map((field) => field?.value.trim() ?? "");
    const query = new URLSearchParams({ title, summary }).toString();
    if (query === asked) return;
    asked = query;
    request?.abort();
    request = new AbortController();
    try {
      const answer = title ? await fetch(`${box.dataset.similar}?${query}`, { signal: request.signal }) : null;
      if (!answer || answer.ok) show(answer ? await answer.text() : "");
    } catch {
      if (asked === query) asked = undefined; // away for a moment: the next key asks again
    }
  };

  for (const field of fields) {
    field?.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
}
