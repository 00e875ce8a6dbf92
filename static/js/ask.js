// What is said without a socket: one request each. Ops go one after the other and are answered by the frames a socket
// would bring; read marks and typing go by the same door and wait for nothing.
const AGAIN_S = 3;

export function sayTo(lang, heard) {
  let before = Promise.resolve();
  return (frame) => {
    if (frame.t === "op") before = before.then(async () => heard(await carryOut(lang, frame)));
    else if (frame.t !== "pong") byRequest(lang, frame).catch(() => {});
    return true;
  };
}

function byRequest(lang, { th, ...said }) {
  const headers = { "Content-Type": "application/json" };
  return fetch(`/threads/${th}/ops?lang=${lang}`, { method: "POST", headers, body: JSON.stringify(said) });
}

async function carryOut(lang, { t: _, ...op }) {
  const { ck, th } = op;
  try {
    const answer = await byRequest(lang, op);
    const told = await answer.json();
    if (!answer.ok) return { t: "err", ck, th, code: told.code, msg: told.msg, retry: told.retry };
    return { t: "ok", ck, th, seq: told.seq, post: told.post_id };
  } catch {
    return { t: "err", ck, th, code: "overloaded", msg: "", retry: AGAIN_S };
  }
}
