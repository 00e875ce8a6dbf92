"""Who is meant by a choice of entries: names that were typed become the numbers of actors."""

import msgspec
from sqlalchemy import Connection, and_, or_, select

from arena.actors.model import FOLDED, Actor
from arena.insight.wanted import Wanted
from arena.store.text import fold

NAMESAKES = 20


class Chosen(msgspec.Struct, frozen=True):
    """A choice whose names have become numbers; None where nothing is asked of it, empty where nobody is called so."""

    wanted: Wanted = Wanted()
    who: tuple[int, ...] | None = None
    name: tuple[int, ...] | None = None
    idea_id: int | None = None
    names: dict[str, str] = {}

    @property
    def upwards(self) -> bool:
        """Whether the page is read from its oldest entry on."""
        return self.wanted.newer is not None

    @property
    def nobody(self) -> bool:
        """Whether a name was typed that nobody has."""
        return () in (self.who, self.name)


def choose(db: Connection, wanted: Wanted, idea_id: int | None = None) -> Chosen:
    """Find who is meant by the names of a choice; several people may have the same."""
    if not (wanted.who or wanted.name):
        return Chosen(wanted, idea_id=idea_id)
    typed = [value for value in (wanted.who, wanted.name) if value]
    numbers = [int(value) for value in typed if _is_number(value)]
    folded = [fold(value)[:FOLDED] for value in typed if not _is_number(value)]
    called = and_(Actor.kind.in_(("person", "organisation")), Actor.folded.in_(folded))
    asked = select(Actor.id, Actor.name, Actor.folded).where(or_(Actor.id.in_(numbers), called))
    rows = db.execute(asked.order_by(Actor.id).limit(NAMESAKES)).all()

    def meant(value: str) -> tuple[int, ...] | None:
        if not value:
            return None
        return tuple(row.id for row in rows if str(row.id) == value or row.folded == fold(value)[:FOLDED])

    names = {str(row.id): row.name for row in rows}
    return Chosen(wanted, meant(wanted.who), meant(wanted.name), idea_id, names)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 16
