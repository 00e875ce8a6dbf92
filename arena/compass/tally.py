"""Keep what all assessments of an idea come to: each new version takes its predecessor out and puts itself in."""

from collections import Counter
from typing import Any

from arena.compass.model import SCORES, STEPS, UNSURE, AssessmentTally, AssessmentVoices, Scores
from arena.store import Tx
from arena.store.upsert import insert_or

Standing = tuple[str, str]  # perspective and sector
COLUMNS = (*STEPS, UNSURE)
COLUMN = dict(zip((*SCORES, None), COLUMNS, strict=True))
_HERE = ("idea_id", "perspective", "sector")


def count(tx: Tx, idea_id: int, before: tuple[Standing, Scores] | None, after: tuple[Standing, Scores]) -> None:
    """Put a version into the sums of its perspective, and take the one before out of its own."""
    changes: Counter[tuple[Standing, str, str]] = Counter()
    for (standing, scores), by in ((before, -1), (after, 1)) if before else ((after, 1),):
        for criterion, score in scores.items():
            changes[standing, criterion, COLUMN[score]] += by
    _add_scores(tx, idea_id, changes)
    if before is None or before[0] != after[0]:
        _add_voices(tx, idea_id, {after[0]: 1} | ({before[0]: -1} if before else {}))


def _add_scores(tx: Tx, idea_id: int, changes: Counter[tuple[Standing, str, str]]) -> None:
    rows: dict[tuple[Standing, str], dict[str, Any]] = {}
    for (standing, criterion, column), by in changes.items():
        if by:
            row = rows.setdefault((standing, criterion), dict.fromkeys(COLUMNS, 0))
            row[column] += by
    _add(tx, AssessmentTally, [_key(idea_id, at) | {"criterion": one} | row for (at, one), row in rows.items()])


def _add_voices(tx: Tx, idea_id: int, changes: dict[Standing, int]) -> None:
    _add(tx, AssessmentVoices, [_key(idea_id, standing) | {"voices": by} for standing, by in changes.items()])


def _key(idea_id: int, standing: Standing) -> dict[str, Any]:
    return dict(zip(_HERE, (idea_id, *standing), strict=True))


def _add(tx: Tx, table: Any, rows: list[dict[str, Any]]) -> None:
    """Add to the numbers that are there; what takes away always finds its row."""
    if not rows:
        return
    key = [column.name for column in table.__table__.primary_key]
    fresh = insert_or(tx, table)
    sums = {name: getattr(table, name) + fresh.excluded[name] for name in rows[0].keys() - set(key)}
    tx.db.execute(fresh.on_conflict_do_update(index_elements=key, set_=sums), rows)
