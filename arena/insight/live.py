"""The journal, live: who reads it hears the numbers of new entries, once they are stored, whichever process did."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, literal, select, union_all

from arena.ideas.model import IdeaDistrict, IdeaField
from arena.insight.choose import Chosen
from arena.journal.model import JournalEntry
from arena.live.frames import encode
from arena.live.hub import Hub
from arena.live.seat import Seat
from arena.store import Store

MOST = 100  # entries told at once; who missed more loads the page
# On PostgreSQL an entry can be seen after one with a higher number: so far back it is looked for.
BACK = 200


class New(msgspec.Struct, frozen=True):
    """A new entry, with what a choice may ask of it."""

    id: int
    row: Any
    keys: frozenset[str]


class JournalFeed:
    """The readers of the journal in this process; a hint or the clock makes it look for new entries."""

    def __init__(self, store: Store, hub: Hub) -> None:
        self._store, self._hub = store, hub
        self._readers: dict[Seat, Chosen] = {}
        self._pos = self._since = 0
        self._told: set[int] = set()
        self._looking: asyncio.Task[None] | None = None
        self._again = False
        hub.on["idea"] = hub.on["stored"] = lambda _: self.wake()

    def sit(self, seat: Seat, chosen: Chosen, after: int, newest: int) -> None:
        """Tell a seat of what is new after an entry, from now on and what it missed meanwhile."""
        if not self._here():
            self._pos, self._since, self._told = newest, newest, set()
        self._readers[seat] = chosen
        if after < newest:
            self._hub.tasks.start(self._catch_up(seat, after))
        self.wake()

    def wake(self) -> None:
        """Something may be new: look now, or once more after the look that is under way."""
        self._again = True
        if self._looking is None and self._here():
            self._looking = self._hub.tasks.start(self._look())

    async def look(self) -> None:
        """The same, for the clock: what no hint told is found here."""
        self.wake()

    def _here(self) -> bool:
        for seat in [seat for seat in self._readers if seat not in self._hub.seats]:
            del self._readers[seat]
        return bool(self._readers)

    async def _look(self) -> None:
        try:
            while self._again:
                self._again = False
                found = await self._store.read(new_entries, max(0, self._pos - BACK), self._pos)
                fresh = [one for one in found if one.id > self._since and one.id not in self._told]
                if fresh and self._here():
                    self._tell(list(self._readers.items()), fresh)
                self._told = {one.id for one in found}
                self._pos = max([self._pos, *self._told])
        finally:
            self._looking = None

    async def _catch_up(self, seat: Seat, after: int) -> None:
        found = await self._store.read(new_entries, after, after, self._readers[seat].idea_id)
        if seat in self._readers:
            self._tell([(seat, self._readers[seat])], found)

    def _tell(self, readers: list[tuple[Seat, Chosen]], fresh: Sequence[New]) -> None:
        """Frames are made once for all who read the same."""
        made: dict[tuple[int, ...], bytes] = {}
        for seat, chosen in readers:
            ids = tuple(one.id for one in fresh if matches(chosen, one))
            if ids and seat.wire.has_room():
                payload = made.get(ids) or made.setdefault(ids, encode("sync", to=max(ids), ids=ids))
                seat.pass_on(payload, payload)


def matches(chosen: Chosen, new: New) -> bool:
    """Whether a choice shows an entry; the same as `entries` asks of the store."""
    wanted, row = chosen.wanted, new.row
    since, until = wanted.between()
    return (
        chosen.idea_id in (None, row.idea_id)
        and (not wanted.kind or row.kind in wanted.kinds)
        and (chosen.who is None or row.person_id in chosen.who)
        and (chosen.name is None or row.actor_id in chosen.name)
        and (not wanted.field or f"field {wanted.field}" in new.keys)
        and (not wanted.district or f"district {wanted.district}" in new.keys)
        and (since is None or row.at >= since)
        and (until is None or row.at < until)
    )


_columns = (JournalEntry.id, JournalEntry.idea_id, JournalEntry.kind, JournalEntry.at)
_entries = select(*_columns, JournalEntry.person_id, JournalEntry.actor_id).order_by(JournalEntry.id)


def new_entries(db: Connection, after: int, seen: int, idea_id: int | None = None) -> list[New]:
    """Entries after a number, of one idea or of all: a few that are known already, and at most `MOST` after `seen`."""
    asked = _entries.where(JournalEntry.id > after, *([JournalEntry.idea_id == idea_id] if idea_id else []))
    rows = db.execute(asked.limit(MOST + seen - after)).all()
    ideas = {row.idea_id for row in rows if row.id > seen}
    keys: dict[int, set[str]] = {}
    if ideas:
        tags = [
            select(table.idea_id, table.key, literal(name)).where(table.idea_id.in_(ideas))
            for table, name in ((IdeaField, "field"), (IdeaDistrict, "district"))
        ]
        for tag in db.execute(union_all(*tags)):
            keys.setdefault(tag[0], set()).add(f"{tag[2]} {tag[1]}")
    return [New(row.id, row, frozenset(keys.get(row.idea_id, ()))) for row in rows]
