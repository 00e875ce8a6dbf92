// The last way: ask every few seconds what is new.
import { sayTo } from "./ask.js";

const POLL_S = 5;
const POLL_HIDDEN_S = 30;

export function polling({ lang, on }, { heard, ended }) {
  let timer = null;
  let stood = false;
  let over = false;
  let asking = false;

  async function ask() {
    clearTimeout(timer);
    if (asking || over) return;
    asking = true;
    const { th, after, epoch } = on.at();
    const frame = await newsOf(th, after, epoch);
    asking = false;
    if (over) return;
    if (!frame) return ended();
    if (!stood) heard({ t: "welcome" });
    stood = true;
    heard(frame);
    const wait = frame.more ? 0 : (document.hidden ? POLL_HIDDEN_S : POLL_S) * (0.8 + 0.4 * Math.random());
    if (!over) timer = setTimeout(ask, wait * 1000);
  }

  const say = sayTo(lang, (frame) => {
    if (!over) heard(frame);
    ask();
  });
  ask();
  return {
    send: (frame) => frame.t === "sub" || say(frame),
    close() {
      over = true;
      clearTimeout(timer);
    },
  };
}

// `sync`, `reset` or `revoked`; null where nobody answers.
async function newsOf(th, after, epoch) {
  try {
    const address = `/threads/${th}/events?after=${after}&epoch=${epoch}`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    if (answer.status === 404) return { t: "revoked", th, why: "gone" };
    return answer.ok || answer.status === 409 ? await answer.json() : null;
  } catch {
    return null;
  }
}
