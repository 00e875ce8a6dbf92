// A thread on a page, live: takes what others say, sends what this person says, and loses neither.
import { Line } from "./line.js";
import { Outbox, newKey } from "./outbox.js";
import { Painter, fill } from "./paint.js";

const root = document.getElementById("thread");
const list = document.getElementById("timeline");
const words = JSON.parse(document.getElementById("thread-words").textContent);
const thread = Number(root.dataset.thread);
const me = Number(root.dataset.me) || null;
const composer = document.getElementById("composer");
const painter = new Painter(root, words);
const newest = () => Number(list.querySelector("[data-born]:last-of-type")?.dataset.born ?? 0);
let pos = Number(root.dataset.seq);
let epoch = Number(root.dataset.epoch);
let read = Number(root.dataset.read ?? 0);
let unseen = 0;
const held = new Map(); // events that came before their predecessors

for (const button of list.querySelectorAll('button[aria-pressed="true"]')) remember(button, true);

const outbox = me ? await Outbox.open() : null;
const line = new Line(root.dataset.csrf ?? "", root.dataset.lang, { frame: take, up, down });

function up() {
  document.getElementById("presence").hidden = false;
  document.getElementById("presence").classList.remove("live-off");
  sit();
  flush();
}

function down() {
  const presence = document.getElementById("presence");
  presence.hidden = false;
  presence.classList.add("live-off");
  document.getElementById("presence-words").textContent = line.over ? words.over : words.off;
  for (const bubble of list.querySelectorAll(".post-sending")) state(bubble, line.over ? words.over : words.waiting);
}

const sit = () => line.send({ t: "sub", th: thread, after: pos, epoch });

const FRAMES = {
  ev: (frame) => step(frame.seq, frame.o),
  skip: (frame) => step(frame.seq, null),
  sync(frame) {
    frame.items.forEach(place);
    pos = Math.max(pos, frame.to);
    epoch = frame.epoch;
    release();
  },
  reset: () => location.reload(),
  revoked() {
    list.replaceChildren();
    announce(words.gone);
  },
  eph(frame) {
    const here = fill(words.here, { n: frame.here });
    const said = frame.typing ? `${here} · ${fill(words.typing, { n: frame.typing })}` : here;
    document.getElementById("presence-words").textContent = said;
  },
  ok: stored,
  err: refused,
};

function take(frame) {
  FRAMES[frame.t]?.(frame);
}

function step(seq, o) {
  if (seq <= pos) return;
  if (seq > pos + 1) {
    held.set(seq, o);
    if (held.size === 1) sit();
    return;
  }
  pos = seq;
  if (o) place(o);
  release();
}

function release() {
  for (const seq of held.keys()) if (seq <= pos) held.delete(seq);
  if (held.has(pos + 1)) {
    const o = held.get(pos + 1);
    held.delete(pos + 1);
    step(pos + 1, o);
  }
}

// Put an item into its place, in its newest form; what somebody is reading or writing stays where it is.
function place(o) {
  const known = list.querySelector(`[data-id="${o.id}"]`);
  if (known && Number(known.dataset.rev) > o.rev) return;
  if (known) return known.replaceWith(painter.item(o));
  if (root.dataset.window !== undefined || o.born < newest()) return count(o);
  const li = painter.item(o);
  const sending = list.querySelector(`[data-sent="${o.id}"]`);
  document.getElementById("thread-empty")?.remove();
  steady(() => (sending ? sending.replaceWith(li) : list.insertBefore(li, list.querySelector(".post-sending, .post-failed"))));
  if (o.person?.id !== me) count(o, li);
}

// Keep the composer under the writer's hands while the timeline grows above it.
function steady(change) {
  const before = composer?.contains(document.activeElement) ? composer.getBoundingClientRect().top : null;
  change();
  if (before !== null) scrollBy(0, composer.getBoundingClientRect().top - before);
}

function count(o, li) {
  if (o.no && (!li || li.getBoundingClientRect().top > innerHeight)) {
    unseen += 1;
    const newer = document.getElementById("newer");
    newer.hidden = false;
    newer.querySelector(".kern-label").textContent = fill(words.newer, { n: unseen });
  }
  if (o.no) announceSoon(o.actor?.name ?? "");
}

document.getElementById("newer").addEventListener("click", () => {
  if (root.dataset.window !== undefined) return location.assign(`${root.dataset.back}#thread`);
  const first = [...list.querySelectorAll("[data-no]")].at(-unseen);
  first?.scrollIntoView({ block: "center" });
  clearUnseen();
});

function clearUnseen() {
  unseen = 0;
  document.getElementById("newer").hidden = true;
}

// One batched sentence for screen readers, never the contributions themselves.
let batch = 0;
let batchTimer = null;
function announceSoon(name) {
  batch += 1;
  clearTimeout(batchTimer);
  batchTimer = setTimeout(() => {
    announce(`${fill(words.newer, { n: batch })} (${name})`);
    batch = 0;
  }, 3000);
}

const announce = (sentence) => {
  document.getElementById("live-status").textContent = sentence;
};

// ── speaking ───────────────────────────────────────────────────────────────────────────────────────────────

composer?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = composer.markdown.value.trim();
  if (!text) return composer.markdown.focus();
  const op = { do: "post", ck: composer.client_key.value, th: thread, text, me, at: Date.now() };
  if (composer.reply_to.value) Object.assign(op, { post: Number(composer.reply_to.value), quote: composer.quote.value });
  if (composer.speak_as) op.as = Number(composer.speak_as.value);
  composer.client_key.value = newKey();
  composer.markdown.value = "";
  answering(null);
  await outbox.put(op);
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
  line.send({ t: "typing", th: thread });
});

function send({ me: _, at: __, ...op }) {
  if (line.up) line.send({ t: "op", ...op });
}

async function flush() {
  if (!outbox) return;
  for (const op of await outbox.waiting(thread, me)) {
    if (op.do === "post") show(op);
    send(op);
  }
}

// A bubble that says honestly how far it has come.
function show(op) {
  let bubble = list.querySelector(`[data-ck="${op.ck}"]`);
  if (!bubble) {
    bubble = painter.pattern("post", { id: "", born: "", rev: "" }, `sending-${op.ck}`);
    for (const name of ["id", "born", "rev", "no"]) delete bubble.dataset[name];
    bubble.dataset.ck = op.ck;
    const body = bubble.querySelector("article");
    const text = bubble.querySelector('[data-s="text"]');
    text.textContent = op.text;
    body.replaceChildren(Object.assign(document.createElement("p"), { className: "post-state" }), text);
    bubble.querySelector(".avatar").textContent = "…";
    steady(() => list.append(bubble));
    bubble.scrollIntoView({ block: "nearest" });
  }
  bubble.className = "post post-own post-sending";
  state(bubble, line.up ? words.sending : line.over ? words.over : words.waiting);
}

const state = (bubble, sentence) => {
  bubble.querySelector(".post-state").textContent = sentence;
};

async function stored(frame) {
  await outbox.remove(frame.ck);
  const bubble = list.querySelector(`[data-ck="${frame.ck}"]`);
  if (!bubble) return;
  if (list.querySelector(`[data-id="${frame.post}"]`)) bubble.remove();
  else bubble.dataset.sent = frame.post;
}

function refused(frame) {
  const bubble = list.querySelector(`[data-ck="${frame.ck}"]`);
  if (!bubble && !frame.retry) outbox.remove(frame.ck);
  if (!bubble) announce(frame.msg);
  if (frame.retry) return setTimeout(() => outbox.waiting(thread, me).then((ops) => ops.forEach(send)), frame.retry * 1000);
  if (!bubble) return;
  bubble.className = "post post-own post-failed";
  state(bubble, `${words.failed}: ${frame.msg}`);
  announce(frame.msg);
  // The words go back to where they can be changed; a new key, since this one is used up.
  outbox.remove(frame.ck);
  if (!composer.markdown.value) {
    composer.markdown.value = bubble.querySelector('[data-s="text"]').textContent;
    bubble.remove();
  }
}

// ── answering and reacting ─────────────────────────────────────────────────────────────────────────────────

function answering(li) {
  const reply = document.getElementById("composer-reply");
  reply.hidden = !li;
  composer.reply_to.value = li?.dataset.id ?? "";
  composer.quote.value = "";
  if (!li) return;
  const chosen = getSelection();
  const inside = chosen.rangeCount && li.querySelector('[data-s="text"]').contains(chosen.getRangeAt(0).commonAncestorContainer);
  composer.quote.value = inside ? chosen.toString().trim().slice(0, 500) : "";
  const name = li.querySelector('[data-s="for"]')?.textContent ?? li.querySelector('[data-s="person"]').textContent;
  const words_ = fill(words.answers, { name: li.querySelector('[data-s="person"]').textContent || name });
  document.getElementById("composer-reply-words").textContent = composer.quote.value ? `${words_}: ${fill(words.quoted, { said: composer.quote.value })}` : words_;
  composer.markdown.focus();
}

root.addEventListener("click", (event) => {
  const link = event.target.closest('[data-s="reply"], #composer-no-reply');
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  answering(link.closest(".post"));
});

// Where the line never came up or has ended for good, the form goes its plain way.
root.addEventListener("submit", async (event) => {
  if (!event.target.matches("form.reacts") || !line.met || line.over) return;
  event.preventDefault();
  const button = event.submitter;
  const [kind, on] = button.value.split(":");
  const li = button.closest(".post");
  remember(button, on === "on");
  const op = { do: "react", ck: newKey(), th: thread, post: Number(li.dataset.id), kind, on: on === "on", me, at: Date.now() };
  await outbox.put(op);
  send(op);
});

function remember(button, on) {
  const id = Number(button.closest(".post").dataset.id);
  const kind = button.value.split(":")[0];
  const mine = painter.mine.get(id) ?? painter.mine.set(id, new Set()).get(id);
  if (on) mine.add(kind);
  else mine.delete(kind);
  painter.press(button, kind, on);
}

// ── reading ────────────────────────────────────────────────────────────────────────────────────────────────

let told = read;
setInterval(() => {
  if (document.hidden) return;
  for (const li of list.querySelectorAll("[data-no]")) {
    const { top } = li.getBoundingClientRect();
    if (top < innerHeight && top > -innerHeight) read = Math.max(read, Number(li.dataset.no));
  }
  const last = list.querySelector("[data-no]:last-of-type");
  if (unseen && last && last.getBoundingClientRect().top < innerHeight) clearUnseen();
  if (me && read > told && line.send({ t: "read", th: thread, no: read })) told = read;
}, 2000);
