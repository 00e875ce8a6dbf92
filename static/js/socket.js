// The first way: a socket of the protocol arena.v1.
const PROTOCOL = "arena.v1";

export function socketTo({ csrf, lang }, { heard, ended }) {
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live?lang=${lang}`;
  const socket = new WebSocket(address, PROTOCOL);
  socket.onopen = () => socket.send(JSON.stringify({ t: "hello", v: 1, csrf }));
  socket.onmessage = ({ data }) => [JSON.parse(data)].flat().forEach(heard);
  socket.onclose = ({ code }) => ended(code);
  return {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    close: () => socket.close(),
  };
}
