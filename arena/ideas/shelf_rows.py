"""What the shelf keeps of a published idea: what it can be filtered and sorted by, read in two statements."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import CompoundSelect, Connection, Select, literal, select, union_all

from arena.actors.model import Actor
from arena.ideas.count import today
from arena.ideas.model import Idea, IdeaChange, IdeaCriterion, IdeaDistrict, IdeaField
from arena.ideas.team_model import COUNTING, Commitment, Need

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ALONE = ("partner", "none")
Key = tuple[str, str]  # a filter and one of its values
PROGRESS = ("0-24", "25-49", "50-74", "75-99", "100")  # of a hundred, as far as a project says it is


class Entry(msgspec.Struct, frozen=True):
    """One idea on the shelf; moments in microseconds since 1970, `seq` the mark of its latest change."""

    id: int
    seq: int
    keys: frozenset[Key]
    new: int
    active: int
    supported: int
    needs: int

    def of(self, facet: str) -> set[str]:
        """The values this idea has of a filter."""
        return {value for name, value in self.keys if name == facet}

    @property
    def active_at(self) -> datetime:
        """When something last happened."""
        return EPOCH + self.active * MICROSECOND


def entries(db: Connection, ids: Collection[int] | None) -> list[Entry]:
    """The entries of these ideas, or of all; ideas that are not published have none."""
    wanted = _ideas.where(Idea.state == "published") if ids is None else _ideas.where(Idea.id.in_(ids))
    ideas = [row for row in db.execute(wanted) if row.state == "published"]
    keys: dict[int, set[Key]] = {row.id: {ALONE, *_own(row)} | _answer(row) for row in ideas}
    for tag in db.execute(_tags(ids)) if ideas else ():
        if tag[0] in keys:
            keys[tag[0]].add((tag[1], tag[2]))
    return [_entry(row, keys[row.id]) for row in ideas]


def _answer(row: Any) -> set[Key]:
    """What was answered; that a day has passed is noticed when the clock enters it, which renews the idea here."""
    late = row.answer_due is not None and row.answer_due < today(datetime.now(UTC))
    return {("answer", row.answer_state or "none")} | ({("answer", "overdue")} if late else set())


def _entry(row: Any, keys: set[Key]) -> Entry:
    if ("partner", "some") in keys:
        keys = keys - {ALONE}
    return Entry(
        row.id,
        row.seq or 0,
        frozenset(keys),
        _micros(row.published_at),
        _micros(row.active_at),
        row.support_count,
        row.open_need_count,
    )


def _own(row: Any) -> Iterator[Key]:
    """What an idea says of itself, and where it stands on its path."""
    yield from (("kind", row.kind), ("scope", row.scope), ("stage", row.stage))
    if row.progress is not None:
        yield "progress", PROGRESS[min(row.progress // 25, 4)]
    if row.measure_type is not None:
        yield from (("type", row.measure_type), ("status", row.measure_status), ("phase", str(row.measure_phase)))


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


_ideas = (
    select(
        Idea.id,
        Idea.kind,
        Idea.scope,
        Idea.published_at,
        Idea.active_at,
        Idea.support_count,
        Idea.open_need_count,
        Idea.state,
        Idea.answer_state,
        Idea.answer_due,
        Idea.stage,
        Idea.progress,
        Idea.measure_type,
        Idea.measure_status,
        Idea.measure_phase,
        IdeaChange.seq,
    )
    .outerjoin(IdeaChange, IdeaChange.idea_id == Idea.id)
    .where(Idea.published_at.is_not(None))
)
_parts: list[Select[int, str, str]] = [
    select(IdeaField.idea_id, literal("field"), IdeaField.key),
    select(IdeaCriterion.idea_id, literal("criterion"), IdeaCriterion.key),
    select(IdeaDistrict.idea_id, literal("district"), IdeaDistrict.key),
    select(Need.idea_id, literal("need"), Need.kind).where(Need.open),
    select(Commitment.idea_id, literal("sector"), Actor.sector)
    .join(Actor, Actor.id == Commitment.actor_id)
    .where(Commitment.state.in_(COUNTING)),
    select(Commitment.idea_id, literal("partner"), literal("some"))
    .join(Idea, Idea.id == Commitment.idea_id)
    .where(Commitment.state.in_(COUNTING), Commitment.actor_id != Idea.actor_id),
]


def _tags(ids: Iterable[int] | None) -> CompoundSelect[Any]:
    return union_all(*(_parts if ids is None else [part.where(part.selected_columns[0].in_(ids)) for part in _parts]))
