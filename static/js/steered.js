// What a note sets holds from then on: what a closed thread would refuse is out of reach, half-typed words stay in sight;
// once it is open again, all is as before. Its pace and its name stand where the page says them.
// In the page `data-open` stands for what an open thread alone has, `data-shut` for what a closed one has instead.
const kept = document.getElementById("composer-kept");
let watch = null;

export function settle(sets, around) {
  const { locked, slow, title, purpose } = sets;
  if (locked !== undefined) turn(around, locked);
  const line = document.getElementById("composer-slow");
  if (line && slow !== undefined) line.textContent = slow ? around.words.slow[slow] : "";
  if (title) name(title, purpose);
}

function turn({ root, list, composer }, closed) {
  root.toggleAttribute("data-closed", closed);
  watch?.disconnect();
  const held = composer?.contains(document.activeElement);
  bar(root, closed);
  if (closed) {
    for (const form of list.querySelectorAll("form.poll")) form.reset();
    watch ??= new MutationObserver(() => bar(list, true));
    watch.observe(list, { childList: true });
  }
  if (composer) keep(composer.markdown, closed, held);
}

function bar(within, closed) {
  for (const one of within.querySelectorAll("[data-open]")) one.hidden = closed;
  for (const one of within.querySelectorAll("[data-shut]")) one.hidden = !closed;
  for (const set of within.querySelectorAll("#timeline fieldset")) set.disabled = closed;
}

// The composer is away, and what stands in it is not.
function keep(box, closed, held) {
  const there = kept.querySelector("textarea");
  if (closed && box.value) there.value = box.value;
  kept.hidden = !closed || !there.value;
  if (held) (kept.hidden ? document.getElementById("thread-title") : there).focus();
}

// The address keeps its number, and every one the thread ever had leads here.
function name(title, purpose) {
  const heading = document.getElementById("thread-title");
  document.title = document.title.replace(heading.textContent, () => title);
  for (const place of [heading, ...document.querySelectorAll("#threads [aria-current] [data-name]")]) place.textContent = title;
  document.getElementById("thread-purpose").textContent = purpose;
}
