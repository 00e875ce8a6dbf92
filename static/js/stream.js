// The second way: the same frames as server-sent events; what is said goes by requests of its own.
import { sayTo } from "./ask.js";

export function streamOf({ lang, on }, { heard, ended }) {
  const say = sayTo(lang, heard);
  let source = null;
  let sat = false;
  let code = 0;
  const from = ({ th, after, epoch }) => {
    source?.close();
    source = new EventSource(`/threads/${th}/stream?after=${after}&epoch=${epoch}`);
    let met = sat;
    source.onmessage = ({ data }) => {
      for (const frame of [JSON.parse(data)].flat()) {
        if (frame.t === "bye") code = frame.code;
        if (frame.t !== "welcome" || !met) heard(frame);
        met = true;
      }
    };
    source.onerror = () => ended(code);
  };
  from(on.at());
  return {
    send(frame) {
      if (frame.t !== "sub") return say(frame);
      if (sat) from(frame); // the page found a gap; the first time the stream stands where it should
      sat = true;
      return true;
    },
    close: () => source.close(),
  };
}
