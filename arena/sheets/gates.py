"""Stage gates: what an idea still lacks for its next step, each with the place where that is mended."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, or_, select

from arena.actors.model import Actor
from arena.errors import Facts, Invalid
from arena.growing.model import MERGE, Proposal
from arena.ideas.model import IdeaField
from arena.ideas.team_model import COUNTING, Commitment
from arena.sheets.model import SheetPart
from arena.sheets.parts import NEEDED
from arena.store import Tx

Step = Literal["project", "measure"]
SECTORS = 2  # so many take part in what is more than an idea
VOICES = 5  # so many assess before the strategy takes something on: from here on groups are shown


class Gap(msgspec.Struct, frozen=True):
    """One thing that is missing: its message with facts, and the address, without the language, where it is mended."""

    key: str
    facts: Facts
    href: str

    @property
    def name(self) -> str:
        """The last part of the key, for anchors and for whoever asks which gap it is."""
        return self.key.rpartition(".")[2]


class Picture(msgspec.Struct, frozen=True):
    """What the rules look at: the idea, its fields, its team as (role, kind of actor, sector), the filled parts."""

    idea: Row[Any]
    fields: frozenset[str]
    team: frozenset[tuple[str, str, str]]
    filled: frozenset[str]


def is_project(idea: Row[Any]) -> bool:
    """Whether an idea grew into a project, or was one already when it was posted."""
    return bool(idea.stage != "idea" or idea.kind == "project")


Rule = Callable[[Connection, Picture], Gap | None]


class Gaps(Invalid):
    """A step that was refused (422) because of everything that is still missing; its faults name it all."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__({f"gate.{gap.name}": (gap.key, gap.facts) for gap in gaps})
        self.gaps = gaps


def gap(name: str, href: str, **facts: Any) -> Gap:
    """A gap whose sentence is `sheets.gap.<name>`."""
    return Gap(f"sheets.gap.{name}", facts, href)


def _field(_: Connection, seen: Picture) -> Gap | None:
    return None if seen.fields else gap("field", f"/ideas/{seen.idea.id}/edit")


def _organisation(_: Connection, seen: Picture) -> Gap | None:
    if any(role == "carry" and kind == "organisation" for role, kind, _ in seen.team):
        return None
    return gap("organisation", f"/ideas/{seen.idea.id}/join")


def _sectors(_: Connection, seen: Picture) -> Gap | None:
    found = {sector for _, _, sector in seen.team}
    return None if len(found) >= SECTORS else gap("sectors", f"/ideas/{seen.idea.id}/needs", n=len(found))


def _merge(db: Connection, seen: Picture) -> Gap | None:
    """Whether two ideas become one is settled before either goes on by itself."""
    if seen.idea.stage != "idea":
        return None
    either = or_(Proposal.from_id == seen.idea.id, Proposal.to_id == seen.idea.id)
    open_one = db.execute(select(Proposal.id).where(either, Proposal.kind == MERGE, Proposal.state == "open")).scalar()
    return gap("merge", f"/proposals/{open_one}") if open_one else None


def _part(part: str) -> Rule:
    def filled(_: Connection, seen: Picture) -> Gap | None:
        return None if part in seen.filled else gap(part, f"/ideas/{seen.idea.id}/sheet/{part}")

    return filled


def _project(_: Connection, seen: Picture) -> Gap | None:
    return None if is_project(seen.idea) else gap("stage", f"/ideas/{seen.idea.id}")


def _answer(_: Connection, seen: Picture) -> Gap | None:
    good = seen.idea.answer_state in ("qualified", "accepted")
    return None if good else gap("answer", f"/ideas/{seen.idea.id}/answers")


def _voices(_: Connection, seen: Picture) -> Gap | None:
    n = seen.idea.assessed_count
    return None if n >= VOICES else gap("voices", f"/ideas/{seen.idea.id}/assess", n=n, most=VOICES)


# What each step asks for; later rooms add their rules. A network measure must still be all that a project is.
rules: dict[Step, list[Rule]] = {
    "project": [_field, _organisation, _sectors, _merge, *(_part(part) for part in NEEDED["project"])],
    "measure": [_project, _answer, *(_part(part) for part in NEEDED["measure"]), _voices],
}


def gaps_of(db: Connection, seen: Picture, to: Step) -> list[Gap]:
    """What is missing in a picture that is at hand already."""
    asked = [*rules["project"], *(rules["measure"] if to == "measure" else ())]
    return [found for rule in asked if (found := rule(db, seen)) is not None]


def missing(db: Connection, idea: Row[Any], to: Step) -> list[Gap]:
    """What an idea (its row) still lacks to become a project or a network measure, in four statements."""
    fields = db.execute(select(IdeaField.key).where(IdeaField.idea_id == idea.id)).scalars()
    team = (
        select(Commitment.role, Actor.kind, Actor.sector)
        .join(Actor, Actor.id == Commitment.actor_id)
        .where(Commitment.idea_id == idea.id, Commitment.state.in_(COUNTING))
    )
    parts = select(SheetPart.part).where(SheetPart.idea_id == idea.id, SheetPart.markdown != "")
    return gaps_of(db, picture(idea, fields, db.execute(team), db.execute(parts).scalars()), to)


def picture(idea: Row[Any], fields: Iterable[str], team: Iterable[Any], filled: Iterable[str]) -> Picture:
    """A picture of what was read."""
    standing = frozenset((role, kind, sector) for role, kind, sector in team)
    return Picture(idea, frozenset(fields), standing, frozenset(filled))


def must_pass(tx: Tx, idea: Row[Any], to: Step) -> None:
    """Refuse (422) a step for which anything is missing: `Gaps` names all of it, field by field `gate.<name>`."""
    if found := missing(tx.db, idea, to):
        raise Gaps(found)
