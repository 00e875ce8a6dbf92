// Keeps what somebody types until it is said: on this device at once, on the server every few seconds.
// Two drafts that differ are both kept until the person has chosen; nothing is overwritten unseen.
const EVERY_MS = 4000;

const onDevice = {
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  },
  set(name, draft) {
    try {
      // A draft that was thrown away is remembered until the server knows it.
      if (draft?.text || draft?.saved === false) localStorage.setItem(name, JSON.stringify(draft));
      else localStorage.removeItem(name);
    } catch {} // a private window keeps nothing; the server still does
  },
};

class DraftKeeper {
  constructor(form) {
    this.form = form;
    this.box = form.markdown;
    this.note = form.querySelector("[data-draft-note]");
    this.post = Number(form.dataset.draftPost ?? 0);
    this.name = `arena-draft:${form.dataset.draftOf}:${form.dataset.draft}:${this.post}`;
    this.seen = form.dataset.draftSeen ?? "";
    this.blank = form.dataset.draftBlank ?? "";
    form.querySelector("[data-draft-keep]")?.remove();
    this.part("take").addEventListener("click", () => this.take());
    this.part("drop").addEventListener("click", () => this.drop());
    this.box.addEventListener("input", (event) => {
      this.typed();
      if (/[@#]/.test(event.data)) import("./mention.js");
    });
    this.box.addEventListener("blur", () => this.save());
    addEventListener("pagehide", () => this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    form.addEventListener("submit", () => this.said());
    form.addEventListener("said", () => this.typed());
    if (form.dataset.draftTyped === undefined) this.restore();
    else this.typed();
  }

  part(name) {
    return this.note.querySelector(`[data-draft-${name}]`);
  }

  restore() {
    const here = onDevice.get(this.name);
    const there = this.seen ? this.box.value : "";
    // Thrown away on this device, and the page came before the server had heard of it.
    if (there && here?.text === "" && here.at > Date.parse(this.seen)) this.empty();
    else this.compare(here, there);
    const other = onDevice.get(`${this.name}:other`);
    if (other && other.text !== this.box.value && !this.other) this.offer(other.text, other.from);
  }

  compare(here, there) {
    if (there) this.say("kept");
    // The server had this copy and has it no longer: it was said or thrown away on another device.
    if (!there && (here?.saved || here?.text === "")) onDevice.set(this.name, null);
    else if (here?.text && here.text !== there) {
      if (there && here.at < Date.parse(this.seen)) this.offer(here.text, "here");
      else {
        this.put(here.text, here.answers);
        this.form.client_key.value = here.ck;
        if (there) this.offer(there, "elsewhere");
        else this.say("kept");
        this.typed(here.at);
      }
    }
  }

  put(text, answers) {
    this.box.value = text;
    const reply = document.getElementById("composer-reply");
    if (!answers || !reply) return;
    this.form.reply_to.value = answers.post;
    this.form.kind.checked = false;
    this.form.quote.value = answers.quote;
    document.getElementById("composer-reply-words").textContent = answers.words;
    reply.hidden = false;
  }

  typed(at = Date.now()) {
    const ck = this.form.client_key.value;
    const text = this.box.value === this.blank ? "" : this.box.value;
    const post = this.form.reply_to?.value;
    const answers = post ? { post, quote: this.form.quote.value, words: document.getElementById("composer-reply-words").textContent } : null;
    this.draft = { text, at, ck, answers, saved: false };
    onDevice.set(this.name, this.draft);
    this.timer ??= setTimeout(() => this.save(), EVERY_MS);
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = null;
    const draft = this.draft;
    if (!draft || draft.saved || this.saving) return;
    this.saving = true;
    const { text, ck, answers } = draft;
    const body = JSON.stringify({ text, ck, post: this.post, seen: this.seen, reply: Number(answers?.post) || null, quote: answers?.quote ?? "" });
    try {
      const answer = await fetch(this.form.dataset.draft, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body });
      if (answer.ok) this.kept(draft, await answer.json());
    } catch {} // away: the device has it, and the next key tries again
    this.saving = false;
    if (this.draft !== draft) this.timer ??= setTimeout(() => this.save(), EVERY_MS);
  }

  kept(draft, { at = "", stored, other, signed_out: gone }) {
    if (gone) return;
    this.seen = at;
    if (other) {
      this.offer(other, "elsewhere");
      this.timer ??= setTimeout(() => this.save(), EVERY_MS);
      return;
    }
    draft.saved = true;
    if (this.draft === draft) onDevice.set(this.name, stored ? null : draft);
    if (!stored) return;
    // It was said under this key already: a new one for what comes next.
    if (this.form.client_key.value === draft.ck) this.form.client_key.value = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
    if (this.box.value !== draft.text) return;
    this.box.value = this.blank;
    this.note.hidden = true;
  }

  // It goes to the outbox, or to the server as a form: from there on they answer for the words.
  said() {
    this.note.hidden = !this.other;
    setTimeout(() => {
      if (this.box.value && this.box.value !== this.blank) return;
      this.typed();
      this.save();
    }, 1000);
  }

  say(what, said = "") {
    this.part("words").textContent = this.note.dataset[what].replace("{said}", said.length > 160 ? `${said.slice(0, 160)} …` : said);
    this.part("take").hidden = !this.other;
    this.part("drop").hidden = false;
    this.note.hidden = false;
  }

  offer(text, from) {
    this.other = text;
    onDevice.set(`${this.name}:other`, { text, from });
    this.say(from, text);
  }

  // The two change places, so that the one not taken is not lost either.
  take() {
    const mine = this.box.value;
    this.box.value = this.other;
    this.settle();
    if (mine && mine !== this.blank) this.offer(mine, "here");
    this.typed();
    this.box.focus();
  }

  drop() {
    if (this.other) this.settle();
    else this.empty();
    this.box.focus();
  }

  empty() {
    this.note.hidden = true;
    this.box.value = this.blank;
    this.typed();
    this.save();
  }

  settle() {
    this.other = "";
    onDevice.set(`${this.name}:other`, null);
    this.note.hidden = true;
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) new DraftKeeper(form);
