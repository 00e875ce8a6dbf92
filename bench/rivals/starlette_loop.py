"""A rival that does nothing but pass on: Starlette, awaiting one reader's `send_text` after the other's."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

READERS: set[WebSocket] = set()


async def visit(line: WebSocket) -> None:
    """Whoever says `sub` reads; everything that begins like an event goes to all readers as it is."""
    await line.accept("arena.v1")
    try:
        async for message in line.iter_text():
            if message.startswith('{"t":"sub"'):
                READERS.add(line)
            elif message.startswith('{"t":"ev"'):
                for reader in list(READERS):
                    await reader.send_text(message)
    except WebSocketDisconnect:
        pass  # somebody left while it was spoken to
    finally:
        READERS.discard(line)


app = Starlette(routes=[WebSocketRoute("/live", visit)])

if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_level="warning",
    )
