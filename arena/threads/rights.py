"""Rights at open lines: asked again when a hint says that they may have changed, and by a sweep in case none came."""

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from arena.actors.model import Login, Membership
from arena.live.frames import BARRED, RESYNC, SIGN_IN
from arena.live.hub import Hub
from arena.live.seat import Seat
from arena.live.stream import StreamWire
from arena.store import Store
from arena.store.among import among
from arena.threads.model import Thread


class Rights:
    """Hears `signed_out`, `person` and `audience`; what each hint names is looked up, never believed."""

    def __init__(self, store: Store, hub: Hub) -> None:
        self._store = store
        self._hub = hub
        hub.on["person"] = lambda person: hub.tasks.start(self._people({person}))
        hub.on["audience"] = lambda thread: hub.tasks.start(self._threads({thread}))

    async def sweep(self, _: Hub) -> None:
        """Ask for everybody who is here: sessions, names to speak in, and threads that are read."""
        await self._logins({seat.login for seat in self._hub.seats if seat.login})
        await self._people({seat.person_id for seat in self._hub.seats if seat.voices})
        await self._threads(set(self._hub.feeds))

    async def _logins(self, logins: set[str]) -> None:
        if not logins:
            return
        alive = await self._store.read(_alive, logins)
        ended = logins - alive  # whoever sat down while we asked is not among them
        for seat in list(self._hub.seats):
            if seat.login in ended:
                self._hub.close(seat, SIGN_IN, "signed_out")

    async def _people(self, people: set[int | None]) -> None:
        """Who lost a name to speak in comes back at once, as who they are now."""
        here = [seat for seat in self._hub.seats if seat.person_id in people and seat.voices]
        if not here:
            return
        held = await self._store.read(_voices, {seat.person_id for seat in here if seat.person_id})
        for seat in here:
            if seat in self._hub.seats and seat.voices - held.get(seat.person_id, set()):
                self._hub.close(seat, RESYNC, "rights")

    async def _threads(self, threads: set[int]) -> None:
        """A thread that is not everybody's any more is taken out of every view."""
        threads = {thread for thread in threads if thread in self._hub.feeds}
        if not threads:
            return
        for thread in threads - await self._store.read(_public, threads):
            feed = self._hub.feeds.get(thread)
            for place in list(feed.places) if feed else ():
                self._take_away(place.seat, thread)

    def _take_away(self, seat: Seat, thread: int) -> None:
        seat.tell("revoked", th=thread, why="audience")
        self._hub.leave(seat, thread)
        if isinstance(seat.wire, StreamWire):  # a stream is for one thread
            self._hub.close(seat, BARRED, "audience")


def _alive(db: Connection, logins: set[str]) -> set[str]:
    alive = select(Login.token_hash).where(Login.expires_at > datetime.now(UTC))
    return {row.token_hash for row in among(db, alive, Login.token_hash, logins)}


def _voices(db: Connection, people: set[int]) -> dict[int | None, set[int]]:
    """The organisations each of these people has a mandate for now."""
    held: dict[int | None, set[int]] = {}
    mandates = select(Membership.person_id, Membership.organisation_id).where(Membership.state == "active")
    for row in among(db, mandates, Membership.person_id, people):
        held.setdefault(row.person_id, set()).add(row.organisation_id)
    return held


def _public(db: Connection, threads: set[int]) -> set[int]:
    public = select(Thread.id).where(Thread.audience == "public")
    return {row.id for row in among(db, public, Thread.id, threads)}
