// Ops without a socket: one request each, one after the other, answered by the frames a socket would bring.
const AGAIN_S = 3;

export function sayTo(lang, heard) {
  let before = Promise.resolve();
  return (frame) => {
    before = before.then(async () => heard(await carryOut(lang, frame)));
    return true;
  };
}

async function carryOut(lang, { t: _, ck, th, ...op }) {
  try {
    const answer = await fetch(`/threads/${th}/ops?lang=${lang}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": ck },
      body: JSON.stringify(op),
    });
    const told = await answer.json();
    if (!answer.ok) return { t: "err", ck, th, code: told.code, msg: told.msg, retry: told.retry };
    return { t: "ok", ck, th, seq: told.seq, post: told.post_id };
  } catch {
    return { t: "err", ck, th, code: "overloaded", msg: "", retry: AGAIN_S };
  }
}
