"""A rival that does nothing but pass on: Starlette with a queue and a writing task for each socket."""

import asyncio
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

QUEUES: set["asyncio.Queue[str]"] = set()


async def _write(line: WebSocket, waiting: "asyncio.Queue[str]") -> None:
    while True:
        await line.send_text(await waiting.get())


async def visit(line: WebSocket) -> None:
    """Whoever says `sub` gets a queue; everything that begins like an event goes into all queues as it is."""
    await line.accept("arena.v1")
    waiting: asyncio.Queue[str] = asyncio.Queue(1_000)
    writing = asyncio.create_task(_write(line, waiting))
    try:
        async for message in line.iter_text():
            if message.startswith('{"t":"sub"'):
                QUEUES.add(waiting)
            elif message.startswith('{"t":"ev"'):
                for one in QUEUES:
                    one.put_nowait(message)
    finally:
        QUEUES.discard(waiting)
        writing.cancel()


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
