"""How threads are read live: the hub's questions to the log, and the second factor of a socket."""

from typing import Any

from arena.actors.session import hashed
from arena.live.feed import Event
from arena.live.hub import Hub
from arena.store import Store
from arena.threads.timeline import heads, read_after, read_events


def hub_of(store: Store) -> Hub:
    """A hub that reads from this store."""

    async def events(thread: int, after: int, limit: int) -> list[Event]:
        return await store.read(read_events, thread, after, limit)

    async def missed(thread: int, after: int, limit: int) -> dict[str, Any]:
        return await store.read(read_after, thread, after, limit)

    async def newest(threads: list[int]) -> dict[int, int]:
        return await store.read(heads, threads)

    return Hub(events, missed, newest)


def csrf_of(token: str | None) -> str:
    """What a page of ours knows and another site cannot: derived from the cookie, which no script reads."""
    return hashed(f"live:{token}") if token else ""
