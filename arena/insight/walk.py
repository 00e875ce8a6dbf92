"""Walk through the journal along an index that is in its order.

A filter that no index leads to is asked of each entry on the way, but over `WINDOW` entries at most.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, literal, select, true, tuple_, union_all

from arena.ideas.model import IdeaDistrict, IdeaField
from arena.insight.choose import Chosen
from arena.insight.wanted import Place, Wanted
from arena.journal.model import JournalEntry
from arena.store.base import Moment

WINDOW = 10_000
Conditions = list[ColumnElement[bool]]


def walk(db: Connection, chosen: Chosen, most: int) -> tuple[Any, Place | None]:
    """A statement of the first ids a choice leaves from its place on, and the last entry it looks at, if it stops."""
    arms, rest = _leading(chosen)
    bounds = [*_period(chosen.wanted), *_from(chosen)]
    edge = _edge(db, chosen, arms, bounds) if rest else None
    if edge is not None:
        bounds.append(_beyond(chosen, edge))
    return _merged(chosen, [_stretch(chosen, arm, [*bounds, *rest]).limit(most) for arm in arms]).limit(most), edge


def _leading(chosen: Chosen) -> tuple[Conditions, Conditions]:
    """What leads along an index, one condition for each value, and what is asked of each entry beside that."""
    kinds = chosen.wanted.kinds
    rest: Conditions = []
    lead: Conditions = [JournalEntry.idea_id == chosen.idea_id] if chosen.idea_id else []
    for column, values in (
        (JournalEntry.person_id, chosen.who),
        (JournalEntry.actor_id, chosen.name),
        (JournalEntry.kind, kinds or None),
    ):
        if values is None:
            continue
        if lead:
            rest.append(column.in_(values))
        else:
            lead = [column == value for value in values]
    for table, key in ((IdeaField, chosen.wanted.field), (IdeaDistrict, chosen.wanted.district)):
        if key:
            rest.append(exists().where(table.idea_id == JournalEntry.idea_id, table.key == key))
    return lead or [true()], rest


def _order(chosen: Chosen) -> list[Any]:
    return [JournalEntry.no] if chosen.idea_id else [JournalEntry.at, JournalEntry.id]


def _stretch(chosen: Chosen, arm: ColumnElement[bool], asked: Conditions) -> Any:
    """Entries along one stretch of an index, in its order."""
    order = _order(chosen)
    some = select(JournalEntry.id, JournalEntry.at, JournalEntry.no).where(arm, *asked)
    return some.order_by(*(column if chosen.upwards else column.desc() for column in order))


def _merged(chosen: Chosen, stretches: list[Any]) -> Any:
    """The entries of several stretches, each cut to its length, in one order."""
    if len(stretches) == 1:
        return stretches[0]
    whole = union_all(*(select(one.subquery()) for one in stretches))
    columns = [whole.selected_columns[name] for name in (["no"] if chosen.idea_id else ["at", "id"])]
    return whole.order_by(*(column if chosen.upwards else column.desc() for column in columns))


def _edge(db: Connection, chosen: Chosen, arms: Conditions, bounds: Conditions) -> Place | None:
    """The last entry that is looked at for this page: where the first of the stretches has had its share."""
    share = WINDOW // len(arms)
    lasts = [_stretch(chosen, arm, bounds).offset(share - 1).limit(1) for arm in arms]
    row = db.execute(_merged(chosen, lasts).limit(1)).first()
    if row is None:
        return None
    return Place(row.no) if chosen.idea_id else Place(row.id, row.at)


def _period(wanted: Wanted) -> Conditions:
    since, until = wanted.between()
    found = [JournalEntry.at >= since] if since else []
    return [*found, JournalEntry.at < until] if until else found


def _from(chosen: Chosen) -> Conditions:
    """Only what is after the place the page begins at; a place of another journal means nothing here."""
    place = chosen.wanted.older or chosen.wanted.newer
    if place is None or (place.at is None) != (chosen.idea_id is not None):
        return []
    columns, here = tuple_(*_order(chosen)), _values(place)
    return [columns < here if chosen.wanted.older else columns > here]


def _beyond(chosen: Chosen, edge: Place) -> Any:
    columns, here = tuple_(*_order(chosen)), _values(edge)
    return columns <= here if chosen.upwards else columns >= here


def _values(place: Place) -> Any:
    return tuple_(literal(place.at, Moment), literal(place.number)) if place.at else tuple_(literal(place.number))
