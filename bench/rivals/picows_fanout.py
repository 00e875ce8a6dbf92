"""A rival that does nothing but pass on: picows, a WebSocket library in Cython, on uvloop."""

import asyncio
import sys

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

READERS: set[WSTransport] = set()


class Visit(WSListener):
    """Whoever says `sub` reads; everything that begins like an event goes to all readers as it is."""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Hear one frame."""
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()
            return
        message = frame.get_payload_as_bytes()
        if message.startswith(b'{"t":"sub"'):
            READERS.add(transport)
        elif message.startswith(b'{"t":"ev"'):
            for reader in READERS:
                reader.send(WSMsgType.TEXT, message)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Somebody left."""
        READERS.discard(transport)


async def main(port: int) -> None:
    """Serve until stopped."""

    def meet(_: WSUpgradeRequest) -> Visit:
        return Visit()

    server = await ws_create_server(meet, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(main(int(sys.argv[1])))
