"""A rival that does nothing but pass on: bare `websockets` with `broadcast()`; no store, no sessions, no rights."""

import sys

import uvloop
from websockets import ConnectionClosed, Subprotocol
from websockets.asyncio.server import ServerConnection, broadcast, serve

READERS: set[ServerConnection] = set()


async def visit(line: ServerConnection) -> None:
    """Whoever says `sub` reads; everything that begins like an event goes to all readers as it is."""
    try:
        async for message in line:
            if message.startswith('{"t":"sub"'):  # type: ignore[arg-type]
                READERS.add(line)
            elif message.startswith('{"t":"ev"'):  # type: ignore[arg-type]
                broadcast(READERS, message)
    except ConnectionClosed:
        pass  # without a word, as the load leaves
    finally:
        READERS.discard(line)


async def main(port: int) -> None:
    """Serve until stopped."""
    async with serve(visit, "127.0.0.1", port, compression=None, subprotocols=[Subprotocol("arena.v1")]) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
