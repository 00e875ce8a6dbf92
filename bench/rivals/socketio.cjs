// A rival that does nothing but pass on: socket.io with its WebSocket transport alone.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false, pingInterval: 3600000 });
io.on("connection", (line) => line.on("say", (message) => io.emit("ev", message)));
http.listen(Number(process.argv[2]), "127.0.0.1");
