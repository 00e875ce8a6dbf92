// The boxes of an idea's page follow what happens: asked for some time after an act, one request at a time, by many
// readers spread over seconds; swapped where they differ, and left alone as long as somebody is at them.
const PAUSE_MS = 5_000; // between two requests of a page
const SOON_MS = 200;
const EACH_MS = 100; // so much time for each reader, so that no two ask at once
const MANY_MS = 8_000; // and so much for many
const COUNTED = 50;

const presence = document.getElementById("presence");
let boxes = null;

export function stir(page, around, n) {
  (boxes ??= new Boxes(page, around)).stir(n);
}

class Boxes {
  constructor(page, around) {
    Object.assign(this, around, { page, last: -PAUSE_MS, etag: "", wanted: false, asking: false, timer: null, n: 0 });
    this.waiting = new Map(); // what came and is not shown yet, because somebody is at the old one
    for (const kind of ["focusout", "toggle", "pointerup"]) page.addEventListener(kind, () => setTimeout(() => this.settle(), SOON_MS), true);
    document.addEventListener("visibilitychange", () => this.wanted && this.stir());
  }

  // Something happened, `n` where it left no trace in the thread; a page nobody looks at asks when it is looked at again.
  stir(n = this.n) {
    Object.assign(this, { wanted: true, n });
    if (this.timer || this.asking || document.hidden) return;
    const pause = Math.max(0, this.last + PAUSE_MS - performance.now());
    this.timer = setTimeout(() => this.ask(), pause + SOON_MS + spread() * Math.random());
  }

  async ask() {
    Object.assign(this, { timer: null, wanted: false, asking: true, last: performance.now() });
    try {
      const headers = this.etag ? { "If-None-Match": this.etag } : {};
      const answer = await fetch(`${this.page.dataset.boxes}?after=${this.at().after}&n=${this.n}`, { headers, signal: AbortSignal.timeout(10_000) });
      if (answer.ok) this.take(await answer.text(), answer.headers.get("ETag"));
    } catch {
      // away for a moment: the next act asks again
    }
    this.asking = false;
    if (this.wanted) this.stir();
  }

  take(text, etag) {
    const piece = document.createElement("template");
    piece.innerHTML = this.html(text);
    const all = piece.content.querySelector("[data-said]");
    if (!all) return;
    Object.assign(this, { etag, said: all.dataset.said });
    for (const box of all.children) this.waiting.set(box.dataset.box, box);
    this.settle();
  }

  settle() {
    let changed = false;
    for (const [name, fresh] of this.waiting) {
      const old = this.page.querySelector(`[data-box="${name}"]`);
      if (inUse(old)) continue;
      this.waiting.delete(name);
      if (old.innerHTML === fresh.innerHTML) continue;
      old.replaceWith(document.importNode(fresh, true));
      changed = true;
    }
    if (changed) this.announce(this.said);
  }
}

function spread() {
  const here = presence.dataset.here ?? 1;
  return here > COUNTED ? MANY_MS : here * EACH_MS;
}

// Whether somebody is at a box: with the focus, with something open or selected, or with a word half typed.
function inUse(box) {
  const selected = getSelection();
  return (
    box.contains(document.activeElement) ||
    box.querySelector("details[open]") ||
    (!selected.isCollapsed && box.contains(selected.anchorNode)) ||
    [...box.querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked)
  );
}
