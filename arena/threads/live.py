"""How threads are read live: the hub's questions to the log, and the second factor of a socket."""

from typing import Any

from sqlalchemy import select

from arena.actors.model import Login
from arena.actors.session import hashed
from arena.live.feed import Event
from arena.live.frames import SIGN_IN
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


def sweep(store: Store) -> Any:
    """Close sockets whose session has ended, in case the hint was lost."""

    async def close_ended(hub: Hub) -> None:
        logins = {seat.login for seat in hub.seats if seat.login}
        if not logins:
            return
        alive = await store.read(
            lambda db: set(db.execute(select(Login.token_hash).where(Login.token_hash.in_(logins))).scalars())
        )
        ended = logins - alive  # whoever sat down while we asked is not among them
        for seat in list(hub.seats):
            if seat.login in ended:
                hub.close(seat, SIGN_IN, "signed_out")

    return close_ended
