// Who else is here: counts only, and whether the line is up.
import { words } from "./page.js";
import { fill } from "./paint.js";

const presence = document.getElementById("presence");
const sentence = document.getElementById("presence-words");

// Whoever asks now and then hears no counts; they are told what to expect instead.
export function online(way) {
  presence.hidden = false;
  presence.classList.remove("live-off");
  presence.dataset.way = way;
  sentence.textContent = way === 2 ? words.slowly : words.live;
}

export function offline(over) {
  presence.hidden = false;
  presence.classList.add("live-off");
  sentence.textContent = over ? words.over : words.off;
}

export function counted({ here, typing }) {
  presence.dataset.here = here ?? 51;
  const reading = here === null ? words.many : here > 1 ? fill(words.here, { n: here }) : "";
  sentence.textContent = [reading, typing && fill(words.typing, { n: typing })].filter(Boolean).join(" · ") || words.live;
}
