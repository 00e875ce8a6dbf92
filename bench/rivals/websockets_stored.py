"""A rival that stores and passes on: `websockets` with `broadcast()`, one commit of plain `sqlite3` for each message.

As durable as the Arena, in a thread so that nobody waits for the disk; no sessions, no rights, no log to resume from.
"""

import asyncio
import sqlite3
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import uvloop
from commit_each import TABLES
from websockets import ConnectionClosed, Subprotocol
from websockets.asyncio.server import ServerConnection, broadcast, serve

READERS: set[ServerConnection] = set()
DISK = ThreadPoolExecutor(1)


class Kept:
    """The file; it is opened and used in one thread."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.executescript(TABLES)
        self._db.execute("PRAGMA synchronous=FULL")

    def store(self, message: str) -> None:
        """Give a message the next number and wait until it is on the disk."""
        self._db.execute("BEGIN IMMEDIATE")
        (seq,) = self._db.execute("UPDATE thread SET seq = seq + 1 WHERE id = 1 RETURNING seq").fetchone()
        self._db.execute("INSERT INTO post (thread_id, seq, text) VALUES (1, ?, ?)", (seq, message))
        self._db.execute("COMMIT")


async def main(port: int, file: Path) -> None:
    """Serve until stopped."""
    loop = asyncio.get_running_loop()
    kept = await loop.run_in_executor(DISK, Kept, file)

    async def visit(line: ServerConnection) -> None:
        try:
            async for message in line:
                if message.startswith('{"t":"sub"'):  # type: ignore[arg-type]
                    READERS.add(line)
                elif message.startswith('{"t":"ev"'):  # type: ignore[arg-type]
                    await loop.run_in_executor(DISK, kept.store, message)
                    broadcast(READERS, message)
        except ConnectionClosed:
            pass  # without a word, as the load leaves
        finally:
            READERS.discard(line)

    async with serve(visit, "127.0.0.1", port, compression=None, subprotocols=[Subprotocol("arena.v1")]) as server:
        await server.serve_forever()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(main(int(sys.argv[1]), Path(folder) / "kept.db"))
