"""What a stock of ideas has been through: assessments with their sums, and journals, as acts would have left them."""

import random
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from arena.actors.model import SECTORS, Actor, Person
from arena.compass.model import (
    ADMINISTRATION,
    COMMUNITY,
    SCORES,
    Assessment,
    AssessmentRevision,
    AssessmentTally,
    AssessmentVoices,
)
from arena.compass.tally import COLUMN, COLUMNS
from arena.ideas.model import Idea
from arena.journal.model import JournalEntry
from arena.store import Tx
from arena.voice import Voice

SECTOR = ("resident", "resident", "resident", *SECTORS)
ACTS = ("ideas.join", "ideas.accept", "ideas.revise", "ideas.start", "ideas.ask")


def live_through(tx: Tx, ideas: int, each: int, criteria: list[str], dice: random.Random, voices: list[Voice]) -> None:
    """Let each of the ideas 1 … `ideas` be assessed by so many, and have as many entries in its journal."""
    if not each:
        return
    people = _people(tx, each)
    for first in range(1, ideas + 1, 500):
        some = range(first, min(first + 500, ideas + 1))
        _assess(tx, some, people, criteria, dice)
        _enter(tx, some, each, dice, voices, ideas)
    tx.db.execute(update(Idea).values(assessed_count=each))
    # Their news are read: a page's head looks for what came since.
    tx.db.execute(update(Person).values(news_read=ideas * each))


def _people(tx: Tx, number: int) -> list[tuple[int, str]]:
    """So many who assess, each with their sector."""
    found = []
    for n in range(number):
        row = {"kind": "person", "name": f"Stimme {n}", "sector": (sector := SECTOR[n % len(SECTOR)])}
        row |= {"created_at": tx.now}
        found.append((int(tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one()), sector))
    return found


def _assess(tx: Tx, ideas: range, people: list[tuple[int, str]], criteria: list[str], dice: random.Random) -> None:
    rows: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for idea in ideas:
        voices: Counter[tuple[str, str]] = Counter()
        tally: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        for n, (actor, sector) in enumerate(people):
            number = (idea - 1) * len(people) + n + 1
            where = ADMINISTRATION if sector == "administration" else COMMUNITY
            scores = {key: dice.choice(SCORES) for key in dice.sample(criteria, 6)}
            rows[Assessment].append({"id": number, "idea_id": idea, "actor_id": actor})
            row = {"assessment_id": number, "rev": 1, "person_id": actor, "perspective": where, "sector": sector}
            rows[AssessmentRevision].append(row | {"scores": scores, "body_hash": "", "at": tx.now})
            voices[where, sector] += 1
            for key, score in scores.items():
                tally[where, sector, key][COLUMN[score]] += 1
        for (where, sector), count in voices.items():
            rows[AssessmentVoices].append({"idea_id": idea, "perspective": where, "sector": sector, "voices": count})
        for (where, sector, key), counts in tally.items():
            row = {"idea_id": idea, "perspective": where, "sector": sector, "criterion": key}
            rows[AssessmentTally].append(row | {name: counts[name] for name in COLUMNS})
    for table, found in rows.items():
        tx.db.execute(insert(table.__table__), found)


def _enter(tx: Tx, ideas: range, each: int, dice: random.Random, voices: list[Voice], of: int) -> None:
    rows = []
    for idea in ideas:
        begin: datetime = tx.now - timedelta(minutes=7 * (of - idea + 1))
        for n in range(each):
            voice = dice.choice(voices)
            kind = "ideas.publish" if n == 0 else dice.choice(ACTS)
            facts = {
                "who": voice.actor,
                "what": "Zwei Stunden im Monat",
                "role": "contribute",
                "need": "Raum",
                "rev": n,
            }
            change = {"state": [None, "published"]} if n == 0 else {f"commitment.{n}": [None, "accepted"]}
            row = {"idea_id": idea, "no": n + 1, "kind": kind, "at": begin + timedelta(seconds=20 * n), "why": ""}
            row |= {"person_id": voice.person_id, "actor_id": voice.actor_id, "facts": facts, "change": change}
            rows.append(row)
    tx.db.execute(insert(JournalEntry.__table__), rows)  # type: ignore[arg-type]
