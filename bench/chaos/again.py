"""Coming back: how long until a killed server answers again, and until a reader has everything that was missed."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from arena.client import Client
from arena.store import Store
from arena.threads.contribute import Saying, contribute_all, prepare
from arena.threads.open import open_thread
from arena.voice import Voice
from bench.chaos.nodes import answers
from bench.fresh import store_on
from bench.machine import free_port
from bench.people import sign_in

GROUP = 500
MISSED = 100_000
KILLS = 5


async def again(database: str, folder: Path, stored: int) -> dict[str, Any]:
    """Store so many contributions, kill the server some times, and read the missed ones."""
    store = store_on(database)
    thread, other = store.write_now(open_thread), store.write_now(open_thread)
    token = store.write_now(sign_in, 1)[0]
    missed = min(stored, MISSED)
    _write(store, other, stored - missed)
    _write(store, thread, missed)
    store.close()
    waits, process, port = [], None, free_port()
    for _ in range(KILLS + 1):
        process, wait = await _start(database, folder, port)
        waits.append(wait)
        if len(waits) <= KILLS:
            process.send_signal(signal.SIGKILL)
            process.wait()
    begin = time.monotonic()
    async with Client(f"http://127.0.0.1:{port}", session=token) as reader:
        await reader.follow(thread)
        await reader.reached(thread, missed)
        caught_up = time.monotonic() - begin
        numbers = [item["no"] for item in reader.items(thread)]
    assert process
    process.kill()
    process.wait()
    faults = [] if numbers == list(range(1, missed + 1)) else ["what was missed came with a gap or in another order"]
    return {
        "name": "again",
        "stored": stored,
        "start_s": waits,
        "missed": missed,
        "caught_up_s": caught_up,
        "faults": faults,
    }


def _write(store: Store, thread: int, number: int) -> None:
    """Contributions of one person, many to a commit."""
    voice, said = Voice(1, 1, "Mira", "Mira", "resident"), prepare("Wer hat Platz für eine Werkstatt am Kanal?")
    for start in range(0, number, GROUP):
        group = [Saying(voice, thread, said, f"{thread}-stored-{n}") for n in range(start, min(start + GROUP, number))]
        store.write_now(contribute_all, group)


async def _start(database: str, folder: Path, port: int) -> tuple["subprocess.Popen[bytes]", float]:
    """Start `arena serve` as an operator would; gives the process and after how long it answered."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("ARENA_")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an operator's Arena was compiled when it was installed
    env |= {"PORT": str(port), "ARENA_DATA_DIR": str(folder), "ARENA_DATABASE_URL": database}
    begin = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "arena", "serve"], env=env, stdout=subprocess.DEVNULL)
    while not await answers(port):
        if process.poll() is not None:
            raise RuntimeError("the server ended at once")
        await asyncio.sleep(0.01)
    return process, time.monotonic() - begin
