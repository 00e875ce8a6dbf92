"""An idea's path so far and what comes next, made from its journal alone: the changes of all entries, folded."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from arena.ideas.team_model import COUNTING
from arena.journal.model import JournalEntry

STEPS = ("published", "team", "answer", "project", "measure", "finished")


class Step(msgspec.Struct, frozen=True):
    """A step of the path: since when it is taken (None where it is ahead), and as what (`answer` has four ways)."""

    key: str
    at: datetime | None = None
    now: bool = False

    @property
    def done(self) -> bool:
        """Whether it is taken and others follow."""
        return self.at is not None and not self.now


class Path(msgspec.Struct, frozen=True):
    """Steps taken and ahead; `ahead` names what comes next, `ended` why nothing does."""

    steps: list[Step]
    ahead: str = ""
    ended: str = ""


def path(db: Connection, idea_id: int) -> Path:
    """The path of an idea, from all changes in its journal."""
    changes = select(JournalEntry.at, JournalEntry.change).where(JournalEntry.idea_id == idea_id)
    return walked(db.execute(changes.order_by(JournalEntry.no)).all())


def walked(rows: list[Row[Any]] | Any) -> Path:
    """The same from rows of moments and changes, the oldest first."""
    stands: dict[str, Any] = {}
    when: dict[tuple[str, Any], datetime] = {}
    together: datetime | None = None
    for row in rows:
        for name, (_, now) in row.change.items():
            stands[name] = now
            when[name, now if isinstance(now, str) else ""] = row.at
        if together is None and _team(stands) > 1:
            together = row.at
    stage = stands.get("stage")
    taken = {
        "published": when.get(("state", "published")),
        "team": together if _team(stands) > 1 else None,
        "answer": when.get(("answer_state", stands.get("answer_state"))),
        "project": when.get(("stage", "project")) if stage in ("project", "measure") else None,
        "measure": when.get(("stage", "measure")) if stage == "measure" else None,
        "finished": when.get(("measure_status", "finished")) if stands.get("measure_status") == "finished" else None,
    }
    return _told(stands, taken)


def _team(stands: dict[str, Any]) -> int:
    return sum(name.startswith("commitment.") and state in COUNTING for name, state in stands.items())


def _told(stands: dict[str, Any], taken: dict[str, datetime | None]) -> Path:
    """Steps that were passed over are not shown; where the path has ended, nothing is ahead."""
    reached = [step for step in STEPS if taken[step]]
    last = reached[-1] if reached else ""
    ended = _ended(stands)
    ahead = [] if ended else list(STEPS[STEPS.index(last) + 1 if last else 0 :])
    answer = f"answer_{stands.get('answer_state')}"
    names = {"answer": answer if taken["answer"] else "answer"}
    steps = [Step(names.get(step, step), taken[step], step == last and not ended) for step in reached]
    if ended and ended != "finished":
        steps.append(Step(ended, now=True))
    return Path([*steps, *(Step(step) for step in ahead)], ahead[0] if ahead else "", ended)


def _ended(stands: dict[str, Any]) -> str:
    if stands.get("merged_into"):
        return "merged"
    if stands.get("state") == "withdrawn":
        return "withdrawn"
    if stands.get("measure_status") == "finished":
        return "finished"
    return "rejected" if stands.get("answer_state") == "rejected" and stands.get("stage") in (None, "idea") else ""
