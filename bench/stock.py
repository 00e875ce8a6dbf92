"""A stock of ideas to measure with: real ones from a file, or made up from a fixed seed."""

import csv
import random
import re
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from arena.actors.model import SECTORS, Actor, Membership, Person
from arena.actors.session import open_session
from arena.ideas.columns import columns
from arena.ideas.model import Follow, Idea, IdeaCriterion, IdeaDistrict, IdeaField, Support
from arena.ideas.team_model import NEEDS, Commitment, Need
from arena.ideas.text import IdeaText
from arena.store import Tx
from arena.store.base import Base
from arena.strategy.load import strategies
from arena.strategy.versions import Strategies
from arena.threads.model import Thread
from arena.voice import Voice
from bench.fresh import store_on
from bench.stock_path import live_through

WORDS = re.findall(
    r"\w+",
    "Brunnen Radweg Schulhof Bibliothek Werkstatt Garten Baum Platz Straße Haltestelle Bank Licht Wasser Strom "
    "Daten Sensor Karte Amt Termin Formular Nachbarschaft Verein Jugend Pflege Energie Solar Dach Hof Markt Fest",
)
DOES = re.findall(
    r"\w+", "begrünen öffnen teilen reparieren verbinden messen gestalten retten beleuchten entsiegeln erklären"
)


def fill(url: str, ideas: Path | None, number: int, seed: int = 1, each: int = 0) -> tuple[int, dict[str, str]]:
    """Fill a fresh database; returns how many ideas it has, and session tokens.

    `reader` takes part in three ideas, supports twenty and follows thirty; `carrier` carries a ninth of all there are.

    `each` assessments and as many entries in its journal has every idea.
    """
    store = store_on(url)
    dice = random.Random(seed)
    texts = _real(ideas) if ideas else [_made(dice) for _ in range(number)]
    tokens = store.write_now(_publish, texts, store.read_now(strategies), dice, each)
    store.close()
    return len(texts), tokens


def _real(file: Path) -> list[tuple[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return [(" ".join(row["title"].split())[:120], row["body"]) for row in csv.DictReader(rows)]


def _made(dice: random.Random) -> tuple[str, str]:
    title = f"{dice.choice(WORDS)} und {dice.choice(WORDS)} {dice.choice(DOES)}"
    return title, " ".join(dice.choice(WORDS + DOES) for _ in range(dice.randint(20, 90))) + "."


def _publish(tx: Tx, texts: list[tuple[str, str]], known: Strategies, dice: random.Random, each: int) -> dict[str, str]:
    """Write the rows that posting would write, many at once: a stock of 100,000 takes minutes, not hours."""
    voices, token = _voices(tx)
    rows: defaultdict[type[Base], list[dict[str, Any]]] = defaultdict(list)
    for number, (title, body) in enumerate(texts, 1):
        at = tx.now - timedelta(minutes=7 * (len(texts) - number))
        _rows(rows, number, title or "Ohne Titel", body, dice.choice(voices), at, known, dice)
    for table, found in rows.items():
        tx.db.execute(insert(table.__table__), found)  # type: ignore[arg-type]
    reader = _reader(tx, len(texts), dice)
    live_through(tx, len(texts), each, list(known.current.criteria), dice, voices)
    return {"reader": open_session(tx, reader), "carrier": token}


def _reader(tx: Tx, ideas: int, dice: random.Random) -> int:
    """A resident as most are."""
    person = _actor(tx, "person", "Lena Leserin", "resident")
    tx.db.execute(insert(Person).values(actor_id=person, email="lena@example.org", language="de"))
    some = dice.sample(range(1, ideas + 1), min(30, ideas))
    for table, chosen in ((Follow, some), (Support, some[:20])):
        tx.db.execute(insert(table), [{"idea_id": idea, "person_id": person, "at": tx.now} for idea in chosen])
    helps = {"role": "contribute", "kind": "time", "state": "active", "at": tx.now, "changed_at": tx.now}
    helps |= {"person_id": person, "actor_id": person, "changed_by": person}
    tx.db.execute(insert(Commitment), [{"idea_id": idea} | helps for idea in some[:3]])
    return person


def _rows(
    rows: defaultdict[type[Base], list[dict[str, Any]]],
    number: int,
    title: str,
    body: str,
    voice: Voice,
    at: datetime,
    known: Strategies,
    dice: random.Random,
) -> None:
    strategy = known.current
    needs = dice.sample(NEEDS, dice.choice([0, 0, 1, 2]))
    text = IdeaText(
        title,
        kind=dice.choice(strategy.kinds).key,
        summary=" ".join(body.split())[:200] or title,
        markdown=body[:9_000],
        scope="city",
    )
    by = {"person_id": voice.person_id, "actor_id": voice.actor_id}
    rows[Thread].append({"id": number, "audience": "public"})
    shown = {"state": "published", "created_at": at, "published_at": at, "active_at": at, "strategy_id": known.id}
    counts = {"support_count": dice.randint(0, 40), "team_count": 1, "open_need_count": len(needs)}
    rows[Idea].append(columns(text) | {"id": number, "thread_id": number} | shown | by | counts)
    team = {
        "role": "carry",
        "kind": "time",
        "state": "active",
        "at": at,
        "changed_at": at,
        "changed_by": voice.actor_id,
    }
    rows[Commitment].append({"idea_id": number} | by | team)
    for table, keys in (
        (IdeaField, dice.sample(list(strategy.fields), dice.choice([1, 1, 2, 3]))),
        (IdeaDistrict, [entry.key for entry in dice.sample(strategy.districts, dice.choice([0, 1, 2]))]),
    ):
        rows[table] += [{"idea_id": number, "key": key} for key in keys]
    criteria = dice.sample(list(strategy.criteria), dice.choice([0, 1, 2]))
    rows[IdeaCriterion] += [{"idea_id": number, "key": key, "why": "Weil es so ist."} for key in criteria]
    rows[Need] += [{"idea_id": number, "kind": kind, "what": "etwas davon"} for kind in needs]


def _voices(tx: Tx) -> tuple[list[Voice], str]:
    """A resident and one member of an organisation of each sector; the resident's session."""
    voices, token = [], ""
    for number, sector in enumerate(("resident", *SECTORS)):
        person = _actor(tx, "person", f"Person {number}", "resident")
        tx.db.execute(insert(Person).values(actor_id=person, email=f"{number}@example.org", language="de"))
        token = token or open_session(tx, person)
        speaks = person if sector == "resident" else _actor(tx, "organisation", f"Haus {number}", sector)
        if speaks != person:
            row = {"mandate": "Sprecherin", "steward": True, "state": "active", "since": tx.now}
            tx.db.execute(insert(Membership).values(organisation_id=speaks, person_id=person, **row))
        voices.append(Voice(person, speaks, f"Person {number}", f"Haus {number}", sector))
    return voices, token


def _actor(tx: Tx, kind: str, name: str, sector: str) -> int:
    row = {"kind": kind, "name": name, "sector": sector, "created_at": tx.now}
    return int(tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one())
