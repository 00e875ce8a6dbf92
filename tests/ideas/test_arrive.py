"""Ideas that arrive many at once leave the very rows that posting each of them would."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from arena.actors.model import Actor
from arena.ideas.arrive import Arrival, arrive
from arena.ideas.columns import columns
from arena.ideas.model import Idea
from arena.ideas.post import post
from arena.ideas.text import IdeaText
from arena.migrations.tables import metadata
from arena.store import Tx
from arena.strategy.load import strategies
from arena.voice import Voice
from bench.fresh import store_on

AT = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
TEXTS = [
    IdeaText(
        title=f"Bäume {n}",
        kind="idea",
        summary="Mehr Schatten.",
        markdown="Wir **pflanzen**.",
        scope="city",
        fields=["governance", "liveable-city"],
        criteria={"access": "Alle sitzen im Schatten."},
        districts=["mitte"],
    )
    for n in range(3)
]


def by_posting(tx: Tx, voice: Voice) -> None:
    known = strategies(tx.db)
    for n, idea in enumerate(TEXTS):
        number = post(tx, voice, idea, known)
        tx.db.execute(update(Idea).where(Idea.id == number).values(source=f"s:{n}", source_url="https://x.de"))


def by_arriving(tx: Tx, voice: Voice) -> None:
    arrivals = [Arrival(idea, columns(idea), AT, f"s:{n}", "https://x.de") for n, idea in enumerate(TEXTS)]
    assert arrive(tx, voice, arrivals, strategies(tx.db).id) == [1, 2, 3]


def rows_after(way: Any, database: Path) -> dict[str, list[Any]]:
    store = store_on(f"sqlite:///{database}")

    def act(tx: Tx) -> None:
        tx.now = AT
        row = {"kind": "organisation", "name": "Import", "sector": "science", "created_at": AT}
        number = tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one()
        way(tx, Voice(number, number, "Import", "Import", "science"))

    store.write_now(act)
    found = store.read_now(everything)
    store.close()
    return found


def everything(db: Connection) -> dict[str, list[Any]]:
    """Every row of every table that an act writes, and what the search finds."""
    found: dict[str, list[Any]] = {}
    for name, table in metadata.tables.items():
        # A strategy is loaded at another moment; a change is counted once more for each step of a draft.
        steady = [column for column in table.columns if (name, column.name) != ("idea_change", "seq")]
        if name != "strategy_version":
            found[name] = sorted((tuple(row) for row in db.execute(select(*steady))), key=str)
    found["search"] = list(db.execute(text("SELECT rowid FROM idea_fts WHERE idea_fts MATCH 'baum' ORDER BY rowid")))
    return found


def test_arriving_leaves_what_posting_leaves(tmp_path: Path) -> None:
    posted, arrived = rows_after(by_posting, tmp_path / "a.db"), rows_after(by_arriving, tmp_path / "b.db")
    for name in posted:
        assert arrived[name] == posted[name], name
    assert len(posted["search"]) == 3
