// Paints items of the timeline from the patterns the page brought along: the same markup as without scripts.

import { html } from "./html.js";
import { paintPoll } from "./poll.js";

const MONTHS = { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Berlin" };
const REACTIONS = ["metoo", "support", "concern", "evidence", "help"];

export const fill = (message, facts) => {
  const text = typeof message === "string" ? message : facts.n === 1 ? message.one : message.other;
  const say = (fact) => (typeof fact === "number" ? fact.toLocaleString(document.documentElement.lang) : fact);
  return text.replace(/\{(\w+)\}/g, (_, name) => say(facts[name]));
};

export const actors = (text, lang) => text.replace(/href="\/(?=actors\/|ideas\?)/g, `href="/${lang}/`);

export class Painter {
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.lang = root.dataset.lang;
    this.me = Number(root.dataset.me) || null;
    this.mine = new Map(); // item id → pressed reactions, taken over from what the page shows
    this.clock = new Intl.DateTimeFormat(this.lang === "en" ? "en-GB" : "de-DE", MONTHS);
  }

  item(o) {
    if (o.state !== "visible") return this.tombstone(o);
    return o.kind === "contribution" ? this.post(o) : this.note(o);
  }

  pattern(name, o, id) {
    const pattern = this.root.querySelector(`#pattern-${name}`).content.firstElementChild;
    const li = document.importNode(pattern, true);
    li.id = id;
    Object.assign(li.dataset, { id: o.id, born: o.born, rev: o.rev });
    if (o.no) li.dataset.no = o.no;
    for (const link of li.querySelectorAll('a[href*="/posts/0"]')) to(link, link.getAttribute("href").replace("/0", `/${o.id}`));
    return li;
  }

  moment(at) {
    const part = Object.fromEntries(this.clock.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    return `${this.lang === "en" ? part.day : `${part.day}.`} ${part.month} ${part.year}, ${part.hour}:${part.minute}`;
  }

  // Where a contribution is found, whichever part of the thread is shown.
  place({ no, id, th }) {
    return th ? `/${this.lang}/posts/${id}` : `${this.root.dataset.back}?no=${no}#post-${no}`;
  }

  time(li, o) {
    const link = li.querySelector('[data-s="time"]');
    const time = link.querySelector("time");
    time.textContent = this.moment(o.at);
    time.dateTime = new Date(o.at).toISOString().replace(/\.\d+Z$/, "Z");
    to(link, o.kind === "contribution" ? this.place(o) : `#${li.id}`);
  }

  note(o) {
    const li = this.pattern("note", o, `item-${o.id}`);
    li.querySelector('[data-s="said"]').textContent = o.text[this.lang] ?? o.text.de;
    if (o.to) to(li.querySelector('[data-s="to"]'), `/${this.lang}${o.to}`);
    else drop(li.querySelector('[data-s="to"]'));
    const use = li.querySelector("use");
    use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${this.words.icons[o.kind] ?? "info"}`);
    this.time(li, o);
    return li;
  }

  tombstone(o) {
    const li = this.pattern("tombstone", o, `post-${o.no}`);
    const { moved, hidden } = o;
    const said = li.querySelector("p");
    said.textContent = hidden ? fill(this.words.by, { ...hidden, ground: this.words.ground[hidden.ground] }) : this.words[o.state];
    if (moved || hidden) {
      const link = document.createElement("a");
      to(link, `/${this.lang}${hidden ? hidden.to : `/posts/${moved.id}`}`);
      link.textContent = hidden ? this.words.more : moved.title || this.words.talk;
      said.append(" ", link);
    }
    return li;
  }

  post(o) {
    const li = this.pattern("post", o, `post-${o.no}`);
    const slot = (name) => li.querySelector(`[data-s="${name}"]`);
    const own = o.person.id === this.me;
    li.classList.toggle("post-own", own);
    li.querySelector("article").setAttribute("aria-label", fill(this.words.label, { no: String(o.no), name: o.actor.name }));
    this.avatar(li.querySelector(".avatar"), o);
    slot("person").textContent = o.person.name;
    to(slot("person"), `/${this.lang}/actors/${o.person.id}`);
    if (o.actor.id === o.person.id) drop(slot("for"));
    else slot("for").textContent = fill(this.words.for, { organisation: o.actor.name });
    if (!o.edited) drop(slot("edited"));
    if (o.reply) {
      to(slot("quote"), this.place(o.reply));
      slot("quote").textContent = fill(this.words.answers, { name: o.reply.name }) + (o.quote ? `: ${fill(this.words.quoted, { said: o.quote })}` : "") + (o.quote_rev > 1 ? ` (${fill(this.words.rev, { rev: o.quote_rev })})` : "");
    } else slot("quote").remove();
    this.outcome(slot, o);
    slot("text").innerHTML = html(actors(o.html, this.lang));
    this.time(li, o);
    this.reactions(li, o);
    const back = this.root.dataset.back;
    if (slot("reply")) to(slot("reply"), `${back}?reply=${o.id}#composer`);
    slot(own ? "report" : "edit")?.remove();
    const office = "office" in this.root.dataset || (this.me && o.reply?.asker === this.me);
    if (o.poll) paintPoll(this, slot("poll"), o, own || office);
    else slot("poll").remove();
    if (!office) slot("office")?.remove();
    return li;
  }

  // What a contribution was found to be: a question with its state, an answer, a decision.
  outcome(slot, o) {
    if (!o.question) slot("question").remove();
    else {
      const { state, answer } = o.question;
      slot("state").textContent = this.words[state];
      if (answer) {
        to(slot("answer"), this.place(answer));
        slot("answer").textContent = fill(this.words.answer_in, { ...answer, no: String(answer.no) });
      } else drop(slot("answer"));
      document.getElementById("thread-questions").hidden = false;
    }
    if (!o.mark) return slot("mark").remove();
    const { kind, person, actor, office, reason } = o.mark;
    slot("kind").textContent = this.words[kind];
    const by = person.name + (actor.id === person.id ? "" : ` ${fill(this.words.for, { organisation: actor.name })}`);
    slot("why").textContent = fill(this.words.why, { by, office: this.words[office], reason });
  }

  avatar(face, o) {
    const words = o.actor.name.replace(/[-(„]/g, " ").split(/\s+/).filter(Boolean);
    face.textContent = ([...(words[0] ?? "?")][0] + (words.length > 1 ? [...words.at(-1)][0] : "")).toUpperCase();
    face.className = `avatar disc-${o.actor.id % 8}${o.actor.id === o.person.id ? "" : " avatar-organisation"}`;
  }

  reactions(li, o) {
    const form = li.querySelector("form.reacts");
    if (form) form.setAttribute("action", `/${this.lang}/posts/${o.id}/react`);
    for (const kind of REACTIONS) {
      const count = li.querySelector(`[data-s="${kind}"]`);
      const n = o.reactions?.[kind] ?? 0;
      const face = count.closest(".react");
      if (kind === "metoo" && !o.question) {
        face.remove();
        continue;
      }
      count.textContent = n || "";
      if (kind === "metoo") face.disabled = o.person.id === this.me;
      if (face.tagName === "BUTTON") this.press(face, kind, this.mine.get(o.id)?.has(kind) ?? false);
      else face.hidden = !n;
    }
  }

  press(button, kind, on) {
    button.setAttribute("aria-pressed", on);
    button.value = `${kind}:${on ? "off" : "on"}`;
  }
}

const to = (link, address) => link.setAttribute("href", address);

// Remove an element together with the space before it.
const drop = (element) => {
  if (element.previousSibling?.nodeType === Node.TEXT_NODE) element.previousSibling.remove();
  element.remove();
};
