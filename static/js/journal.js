// Says how many entries are new to the journal on this page, and offers to show them; the list itself never moves.
const PAUSE = 3000;

for (const box of document.querySelectorAll("[data-journal]")) {
  const words = JSON.parse(box.dataset.words);
  const label = box.querySelector(".kern-label");
  const status = document.getElementById("live-status");
  const found = new Set();
  let said = 0;
  let timer;

  const fill = (forms, n) => (n === 1 ? forms.one : forms.other).replace("{n}", n);

  const show = () => {
    label.textContent = fill(words.one, found.size);
    box.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.textContent = fill(words.status, found.size - said);
      said = found.size;
    }, PAUSE);
  };

  const source = new EventSource(box.dataset.journal);
  source.onmessage = ({ data }) => {
    for (const frame of [JSON.parse(data)].flat()) {
      for (const id of frame.ids ?? []) found.add(id);
    }
    if (found.size > said || (found.size && box.hidden)) show();
  };
  window.addEventListener("pagehide", () => source.close());
}
