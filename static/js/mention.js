// Completion of @names and #fields in a text: loaded when somebody types the first such sign.
const PAUSE_MS = 120;
const BEGUN = /(?<![\p{L}\p{N}_@#.&/])[@#][^\n@#~]{0,60}$/u;

class Completion {
  constructor(form) {
    this.box = form.markdown;
    this.thread = form.dataset.draft.match(/\d+/)[0];
    this.list = document.createElement("ul");
    this.list.className = "mentions";
    this.list.id = `${this.box.id}-mentions`;
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.box.closest(".kern-form-input").after(this.list);
    this.box.setAttribute("aria-autocomplete", "list");
    this.box.setAttribute("aria-haspopup", "listbox");
    this.box.setAttribute("aria-controls", this.list.id);
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.box.addEventListener("blur", () => this.close());
    this.box.addEventListener("click", () => this.close()); // the caret is elsewhere now
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
    this.list.addEventListener("click", (event) => this.take([...this.list.children].indexOf(event.target.closest("li"))));
    if (document.activeElement === this.box) this.typed();
  }

  typed() {
    clearTimeout(this.timer);
    const before = this.box.value.slice(0, this.box.selectionStart);
    const begun = before.match(BEGUN);
    if (!begun || begun.index === this.quiet) {
      if (!begun) this.quiet = null;
      return this.close();
    }
    this.quiet = null;
    this.start = begun.index;
    // Nobody is called so: more letters will not change that.
    if (this.nobody && begun[0].startsWith(this.nobody)) return this.close();
    this.timer = setTimeout(() => this.ask(begun[0]), PAUSE_MS);
  }

  async ask(q) {
    this.asking?.abort();
    this.asking = new AbortController();
    const query = new URLSearchParams({ q, thread: this.thread });
    try {
      const answer = await fetch(`/${document.documentElement.lang.slice(0, 2)}/mentions?${query}`, { signal: this.asking.signal });
      if (answer.ok) this.show(q, await answer.json());
      else this.close();
      if (answer.status === 429) this.timer = setTimeout(() => this.ask(q), 1000); // who types slowly asks for each letter
    } catch {} // away, or overtaken by the next letter: it is asked again then
  }

  show(q, { found, label, said }) {
    this.found = found;
    this.nobody = found.length ? null : q;
    this.list.setAttribute("aria-label", label);
    this.list.replaceChildren(...found.map((one, n) => this.option(one, n)));
    this.list.hidden = !found.length;
    if (!found.length) this.close();
    else {
      this.choose(0);
      this.list.scrollIntoView({ block: "nearest" });
    }
    this.say(said);
  }

  // Told once: after each further letter only that it is something else.
  say(said) {
    if (said !== this.said) document.getElementById("live-status").textContent = said;
    this.said = said;
  }

  option({ name, about }, n) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${n}`;
    option.setAttribute("role", "option");
    const who = document.createElement("span");
    who.textContent = name;
    const what = document.createElement("span");
    what.className = "small quiet";
    what.textContent = about;
    option.append(who, " ", what);
    return option;
  }

  choose(n) {
    this.at = (n + this.found.length) % this.found.length;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === this.at)));
    const option = this.list.children[this.at];
    this.box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const acts = {
      ArrowDown: () => this.choose(this.at + 1),
      ArrowUp: () => this.choose(this.at - 1),
      Enter: () => this.take(this.at),
      Tab: () => this.take(this.at),
      Escape: () => this.leave(),
    };
    if (/^(ArrowLeft|ArrowRight|Home|End|PageUp|PageDown)$/.test(event.key)) this.close(); // so does the caret
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  take(n) {
    const one = this.found[n];
    if (!one) return;
    this.leave();
    this.box.setRangeText(`${one.text} `, this.start, this.box.selectionStart, "end");
    this.box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  leave() {
    this.quiet = this.start;
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.said = "";
    this.box.removeAttribute("aria-activedescendant");
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) new Completion(form);
