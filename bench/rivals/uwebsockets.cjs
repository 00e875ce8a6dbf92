// A rival that does nothing but pass on: µWebSockets.js with its own publish and subscribe.
// The binary is named outright: the package would else fall back to JavaScript without a word.
const { platform, arch, versions, argv } = process;
const PACKAGE = "@trufflesuite/uws-js-unofficial/binaries";
const uws = require(`${PACKAGE}/uws_${platform}_${arch}_${versions.modules}.node`);

const app = uws.App();
app.ws("/live", {
  compression: 0,
  idleTimeout: 0,
  maxPayloadLength: 65536,
  message: (line, message) => {
    const text = Buffer.from(message).toString();
    if (text.startsWith('{"t":"sub"')) line.subscribe("room");
    else if (text.startsWith('{"t":"ev"')) app.publish("room", message, false);
  },
});
app.listen("127.0.0.1", Number(argv[2]), (open) => open || process.exit(1));
