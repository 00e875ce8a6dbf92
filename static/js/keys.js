// Keys of one character for the conversation: loaded with the first of them; they can be turned off.
const OFF = "arena.keys.off";

const kept = {
  get off() {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return false;
    }
  },
  set off(off) {
    try {
      if (off) localStorage.setItem(OFF, "1");
      else localStorage.removeItem(OFF);
    } catch {
      // a browser that keeps nothing forgets this as well
    }
  },
};

export class Keys {
  // page: what the keys work on: list, composer, answering, toLatest and toUnread
  constructor({ list, composer, answering, toLatest, toUnread }) {
    this.list = list;
    this.dialog = document.getElementById("keys");
    this.active = document.getElementById("keys-on");
    this.active.checked = !kept.off;
    this.active.addEventListener("change", () => {
      kept.off = !this.active.checked;
    });
    this.acts = {
      j: () => this.move(1),
      k: () => this.move(-1),
      u: toUnread,
      g: toLatest,
      a: () => this.at()?.querySelector('[data-s="quote"]')?.click(),
      r: () => composer && this.at()?.matches(".post") && answering(this.at()),
      c: () => composer?.markdown.focus(),
      e: () => this.at()?.querySelector('[data-s="edit"]')?.click(),
      "?": () => this.open(),
    };
  }

  open() {
    this.dialog.showModal();
  }

  get off() {
    return !this.active.checked || this.dialog.open;
  }

  press(key) {
    if (!this.off) this.acts[key]();
  }

  // The entry somebody is at: the one with the focus, else the first that can be seen.
  at() {
    return document.activeElement?.closest("#timeline > li");
  }

  move(by) {
    const all = [...this.list.querySelectorAll(":scope > [data-no], :scope > .gap")];
    const here = all.indexOf(this.at());
    const next = here < 0 ? all.find((li) => li.getBoundingClientRect().bottom > innerHeight / 4) : all[here + by];
    if (!next) return;
    (next.matches(".gap") ? next.querySelector("a") : next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
}
