"""The shelf: what every published idea can be filtered and sorted by, kept in memory and never stale.

Each page first asks the store, in its own snapshot, which ideas carry a mark newer than what was read last,
and reads those anew. So every process sees every act, its own and others', whoever wrote it.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Set
from threading import RLock

from sqlalchemy import Connection, text

from arena.ideas.bits import bits_of
from arena.ideas.shelf_rows import Entry, Key, entries

SORTS = ("active", "new", "supported", "needs")
AT_ONCE = 400  # above this many changes everything is read anew
Place = tuple[int, int]  # what an idea is sorted by, and its number

# SQLite has one writer: its marks count up. On PostgreSQL a mark is a transaction's number, and those from the
# oldest that still runs on may not have been seen.
CHANGED = {
    "sqlite": text("SELECT seq AS upto, idea_id, seq FROM idea_change WHERE seq > :seen ORDER BY seq LIMIT :most"),
    "postgresql": text(
        "SELECT now.upto, c.idea_id, c.seq FROM "
        "(SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS upto) AS now "
        "LEFT JOIN idea_change AS c ON c.seq >= :seen LIMIT :most"
    ),
}
MARK = {
    "sqlite": text("SELECT coalesce(max(seq), 0) FROM idea_change"),
    "postgresql": text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"),
}


class Shelf:
    """Published ideas by what they can be found by; hold `lock` while reading more than one thing."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.version = 0
        self._clear()

    def _clear(self) -> None:
        self.seen = -1
        self._marks: dict[int, int] = {}
        self.entries: dict[int, Entry] = {}
        self.slots: dict[int, int] = {}
        self.ids: list[int] = []
        self._free: list[int] = []
        self.all = 0
        self.having: defaultdict[Key, int] = defaultdict(int)
        self.orders: dict[str, list[Place]] = {sort: [] for sort in SORTS}

    def refresh(self, db: Connection) -> None:
        """Read what changed since the last time: one statement, and two more where something did."""
        with self.lock:
            if self.seen < 0:
                self._read_all(db)
                return
            rows = db.execute(CHANGED[db.dialect.name], {"seen": self.seen, "most": AT_ONCE}).all()
            if len(rows) == AT_ONCE:
                self._read_all(db)
                return
            upto = max((row.upto for row in rows), default=self.seen)
            if upto < self.seen:
                return  # a snapshot older than what is known already
            marks = {row.idea_id: row.seq for row in rows if row.seq and self._marks.get(row.idea_id) != row.seq}
            if marks:
                self._renew(marks.keys(), entries(db, marks.keys()))
                self._marks |= marks
                self.version += 1
            self.seen = upto

    def _read_all(self, db: Connection) -> None:
        seen = int(db.execute(MARK[db.dialect.name]).scalar_one())
        self._fill(entries(db, None))
        self.seen = seen
        self.version += 1

    def _fill(self, found: list[Entry]) -> None:
        """Put everything up anew, which is quicker than one by one."""
        self._clear()
        self.ids = [entry.id for entry in found]
        self.slots = {idea_id: slot for slot, idea_id in enumerate(self.ids)}
        self.entries = {entry.id: entry for entry in found}
        self._marks = {entry.id: entry.seq for entry in found}
        having: defaultdict[Key, list[int]] = defaultdict(list)
        for slot, entry in enumerate(found):
            for key in entry.keys:
                having[key].append(slot)
        self.all = (1 << len(found)) - 1
        self.having.update({key: bits_of(slots, len(found)) for key, slots in having.items()})
        for sort, order in self.orders.items():
            order.extend(sorted((getattr(entry, sort), entry.id) for entry in found))

    def _renew(self, changed: Set[int], found: list[Entry]) -> None:
        for idea_id in changed & self.entries.keys():
            self._take_down(self.entries.pop(idea_id))
        for entry in found:
            self._put_up(entry)

    def _put_up(self, entry: Entry) -> None:
        slot = self._free.pop() if self._free else len(self.ids)
        if slot == len(self.ids):
            self.ids.append(entry.id)
        self.ids[slot] = entry.id
        self.slots[entry.id], self.entries[entry.id] = slot, entry
        self.all |= 1 << slot
        for key in entry.keys:
            self.having[key] |= 1 << slot
        for sort, order in self.orders.items():
            insort(order, (getattr(entry, sort), entry.id))

    def _take_down(self, entry: Entry) -> None:
        slot = self.slots.pop(entry.id)
        self._free.append(slot)
        self.all &= ~(1 << slot)
        for key in entry.keys:
            self.having[key] &= ~(1 << slot)
        for sort, order in self.orders.items():
            del order[bisect_left(order, (getattr(entry, sort), entry.id))]

    def bits(self, ids: list[int]) -> int:
        """The set of those of these ideas that are on the shelf."""
        return bits_of((slot for idea_id in ids if (slot := self.slots.get(idea_id)) is not None), len(self.ids))
