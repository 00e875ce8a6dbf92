// Paints a poll: options with what was counted, in words and as a bar.
import { fill } from "./paint.js";

export function paintPoll(painter, form, o, closing) {
  const { options, voters, counts, several, hidden, ends, closed } = o.poll;
  const words = painter.words.poll;
  const slot = (name) => form.querySelector(`[data-s="${name}"]`);
  form.setAttribute("action", `/${painter.lang}/posts/${o.id}/vote`);
  const pattern = form.querySelector(".choice");
  options.forEach((name, place) => {
    const row = pattern.cloneNode(true);
    const box = row.querySelector("input");
    if (box && closed) {
      box.nextSibling.remove();
      box.remove();
    } else if (box) Object.assign(box, { type: several ? "checkbox" : "radio", value: place, required: !several });
    row.querySelector("[data-s=option]").textContent = name;
    const n = counts?.[place];
    const [said, bar] = [row.querySelector("[data-s=votes]"), row.querySelector("progress")];
    if (counts) {
      said.textContent = fill(words.votes, { n, percent: voters ? Math.floor((200 * n + voters) / (2 * voters)) : 0 });
      bar.max = voters || 1;
      bar.value = n;
    } else [said, bar].forEach((part) => part.remove());
    pattern.before(row);
  });
  pattern.remove();
  const said = [several ? words.several : words.one, fill(words.voters, { n: voters })];
  if (closed || hidden) said.push(closed ? words.over : words.later);
  if (ends && !closed) said.push(fill(words.ends, { moment: painter.moment(ends) }));
  slot("poll-state").textContent = said.join(" · ");
  if (closed) form.querySelector(".poll-acts")?.remove();
  const close = slot("poll-close");
  if (!close) return;
  if (closing) close.setAttribute("formaction", `/${painter.lang}/posts/${o.id}/close-poll`);
  else {
    const end = slot("poll-end");
    end.previousSibling.remove();
    end.remove();
  }
}
