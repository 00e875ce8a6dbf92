"""A rival that does nothing but pass on: bare `websockets` with `broadcast()`; no store, no sessions, no rights."""

import sys
from collections.abc import Awaitable, Callable
from functools import partial

import uvloop
from websockets import ConnectionClosed, Subprotocol
from websockets.asyncio.server import ServerConnection, broadcast, serve

READERS: set[ServerConnection] = set()
Keep = Callable[[str], Awaitable[None]]


async def visit(keep: Keep | None, line: ServerConnection) -> None:
    """Whoever says `sub` reads; everything that begins like an event goes to all readers as it is, once it is kept."""
    try:
        async for message in line:
            if message.startswith('{"t":"sub"'):  # type: ignore[arg-type]
                READERS.add(line)
            elif message.startswith('{"t":"ev"'):  # type: ignore[arg-type]
                if keep:
                    await keep(message)  # type: ignore[arg-type]
                broadcast(READERS, message)
    except ConnectionClosed:
        pass  # without a word, as the load leaves
    finally:
        READERS.discard(line)


async def main(port: int, keep: Keep | None = None) -> None:
    """Serve until stopped; nothing is kept unless another rival says how."""
    spoken, comes = [Subprotocol("arena.v1")], partial(visit, keep)
    async with serve(comes, "127.0.0.1", port, compression=None, subprotocols=spoken) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
