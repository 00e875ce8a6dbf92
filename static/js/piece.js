// A piece of the timeline for a gap: it comes from the server as the page draws it, and nothing that is read moves.
let loading = false;

export async function widen(link, around) {
  if (loading) return;
  loading = true;
  try {
    await around.takeIn(
      () => fetchPiece(link, around),
      (piece) => fillIn(link.closest(".gap"), piece, around),
    );
  } finally {
    loading = false;
  }
}

async function fetchPiece(link, { announce, html, root, thread, words }) {
  const { after, before } = link.closest(".gap").dataset;
  const bounds = [after !== "0" && `after=${after}`, before !== "0" && `before=${before}`].filter(Boolean).join("&");
  const address = `/${root.dataset.lang}/threads/${thread}/part?${bounds}&back=${encodeURIComponent(root.dataset.back)}`;
  const answer = await fetch(address).catch(() => null);
  if (!answer) return announce(words.off);
  if (!answer.ok) return location.assign(link.href);
  const box = document.createElement("template");
  box.innerHTML = html(await answer.text());
  return box.content.querySelector("ol");
}

function fillIn(gap, piece, around) {
  const { announce, fill, firstSeen, learn, letGo, list, steady, words } = around;
  const up = gap.dataset.after === "0";
  const more = "more" in piece.dataset;
  const items = [...piece.children].filter((li) => !list.querySelector(`[data-id="${li.dataset.id}"]`));
  const focused = gap.contains(document.activeElement);
  steady(() => {
    if (up) gap.after(...items);
    else gap.before(...items);
    if (!more) gap.remove();
    else narrow(gap, items, up, around);
    letGo();
  }, firstSeen());
  learn(items);
  markUnread(around);
  if (focused) (up ? items.at(-1) : items[0])?.focus({ preventScroll: true });
  announce(fill(words.gap.loaded, { n: items.filter((li) => li.dataset.no).length }));
}

function narrow(gap, items, up, { bound, numberOf }) {
  if (up) bound(gap, { before: items[0].dataset.born, bottom: numberOf(items) ?? gap.dataset.bottom });
  else bound(gap, { after: items.at(-1).dataset.born, top: numberOf(items.toReversed()) ?? gap.dataset.top });
}

// The line above what is new since the last visit comes with the first such contribution.
function markUnread({ list, root }) {
  const { read } = root.dataset;
  if (!read || !list.querySelector(`[data-no="${Number(read) + 1}"]`)) return;
  const first = [...list.querySelectorAll("[data-no]:not(.post-own)")].find((li) => Number(li.dataset.no) > read);
  if (first && !document.getElementById("unread")) first.before(document.importNode(root.querySelector("#pattern-unread").content, true));
}
