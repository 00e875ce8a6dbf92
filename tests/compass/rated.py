"""Assessments for tests: through the door as a browser would, and through the act where many are needed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from arena.actors.model import Actor
from arena.compass.assess import assess
from arena.compass.model import Assessment, AssessmentRevision, AssessmentTally, AssessmentVoices
from arena.compass.say import Said, prepare_assessment
from arena.compass.tally import COLUMN, COLUMNS
from arena.store import Tx
from arena.strategy.read import BERLIN, read_strategy
from arena.voice import Voice
from tests.people import Answer, Someone

STRATEGY = read_strategy(BERLIN)
KEYS = tuple(STRATEGY.criteria)


def form(scores: Mapping[str, object], reasons: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """The form as a browser sends it: every reason's field is there, an unchosen radio is not."""
    filled = {f"score.{key}": str(score) for key, score in scores.items()}
    filled |= {f"reason.{key}": (reasons or {}).get(key, "") for key in KEYS}
    return filled | {"client_key": uuid4().hex} | more


async def rate(
    someone: Someone, idea_id: int, scores: Mapping[str, object], reasons: Mapping[str, str] | None = None, **more: Any
) -> Answer:
    """Send an assessment."""
    return await someone.post(f"/de/ideas/{idea_id}/assess", form(scores, reasons, **more))


def said(scores: Mapping[str, object], reasons: Mapping[str, str] | None = None) -> Said:
    """An assessment for the act itself."""
    return prepare_assessment(STRATEGY, {key: str(score) for key, score in scores.items()}, reasons or {}, "de")


def speak(tx: Tx, name: str, sector: str) -> Voice:
    """A new actor who speaks for themselves, or for an organisation of that sector."""
    own = {"kind": "person", "name": name, "sector": "resident", "created_at": tx.now}
    person = tx.db.execute(insert(Actor).values(own).returning(Actor.id)).scalar_one()
    if sector == "resident":
        return Voice(person, person, name, name, sector)
    group = own | {"kind": "organisation", "name": f"{name} e. V.", "sector": sector}
    number = tx.db.execute(insert(Actor).values(group).returning(Actor.id)).scalar_one()
    return Voice(person, number, name, f"{name} e. V.", sector)


def crowd(tx: Tx, idea_id: int, sector: str, n: int, scores: Mapping[str, object]) -> None:
    """Several actors of a sector who say the same."""
    for number in range(n):
        assess(tx, speak(tx, f"Stimme {number}", sector), idea_id, said(scores))


def stored(db: Connection, idea_id: int) -> tuple[dict[tuple[str, ...], int], dict[tuple[str, str], int]]:
    """What the sums say: scores by perspective, sector, criterion and step; voices by perspective and sector."""
    rows = db.execute(select(AssessmentTally.__table__).where(AssessmentTally.idea_id == idea_id)).all()
    sums = {
        (row.perspective, row.sector, row.criterion, column): getattr(row, column) for row in rows for column in COLUMNS
    }
    voices = db.execute(select(AssessmentVoices.__table__).where(AssessmentVoices.idea_id == idea_id)).all()
    return (
        {key: n for key, n in sums.items() if n},
        {(row.perspective, row.sector): row.voices for row in voices if row.voices},
    )


def folded(db: Connection, idea_id: int) -> tuple[dict[tuple[str, ...], int], dict[tuple[str, str], int]]:
    """The same, counted by hand over the newest version of each assessment."""
    versions = select(AssessmentRevision.__table__, Assessment.actor_id).join(
        Assessment, Assessment.id == AssessmentRevision.assessment_id
    )
    newest: dict[int, Any] = {}
    for row in db.execute(versions.where(Assessment.idea_id == idea_id).order_by(AssessmentRevision.rev)):
        newest[row.actor_id] = row
    sums = Counter(
        (row.perspective, row.sector, key, COLUMN[score])
        for row in newest.values()
        for key, score in row.scores.items()
    )
    return dict(sums), dict(Counter((row.perspective, row.sector) for row in newest.values()))


def versions_of(db: Connection, idea_id: int) -> list[tuple[int, int]]:
    """The numbers of all versions of an idea's assessments, with the newest one each assessment names."""
    rows = select(AssessmentRevision.rev, Assessment.rev.label("newest")).join(
        Assessment, Assessment.id == AssessmentRevision.assessment_id
    )
    mine = rows.where(Assessment.idea_id == idea_id)
    order = AssessmentRevision.assessment_id, AssessmentRevision.rev
    return [(row.rev, row.newest) for row in db.execute(mine.order_by(*order))]
