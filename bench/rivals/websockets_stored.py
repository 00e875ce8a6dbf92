"""A rival that stores and passes on: `websockets` with `broadcast()`, one commit of plain `sqlite3` for each message.

As durable as the Arena, in a thread so that nobody waits for the disk; no sessions, no rights, no log to resume from.
"""

import asyncio
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import uvloop
from commit_each import opened, store
from websockets_broadcast import main


async def stored(port: int, file: Path) -> None:
    """Serve until stopped; each message is on the disk before it is passed on."""
    disk, loop = ThreadPoolExecutor(1), asyncio.get_running_loop()
    db = await loop.run_in_executor(disk, opened, file)
    await main(port, lambda message: loop.run_in_executor(disk, store, db, message))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(stored(int(sys.argv[1]), Path(folder) / "kept.db"))
