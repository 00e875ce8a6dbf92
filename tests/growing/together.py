"""Ideas that grow together in tests: proposed, agreed to and suggested through the door, as a browser would."""

from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.journal.fold import folded, standing
from arena.journal.model import JournalEntry
from arena.store import Store
from tests.people import Answer, Arena, Someone

TEXTS = {"title": "Ein anderer Titel", "summary": "Zwei neue Sätze. Hier.", "markdown": "Ein neuer Text."}


async def co_carrier(arena: Arena, author: Someone, idea_id: int, someone: Someone | None = None) -> Someone:
    """Somebody who came to carry an idea, too."""
    someone = someone or arena.person()
    offer = {"role": "carry", "what": "Ich trage mit", "client_key": uuid4().hex}
    answer = await someone.post(f"/de/ideas/{idea_id}/join", offer)
    number = int(answer.headers["location"].split("/commitments/")[1].split("?")[0])
    assert (await author.post(f"/de/commitments/{number}/accept", {"sentence": ""})).status_code == 303
    return someone


async def joined(author: Someone, idea_id: int, someone: Someone, **more: str) -> int:
    """Somebody who joined and was accepted; returns the commitment's number."""
    offer = {"role": "contribute", "what": "Ich messe nach", "client_key": uuid4().hex} | more
    answer = await someone.post(f"/de/ideas/{idea_id}/join", offer)
    number = int(answer.headers["location"].split("/commitments/")[1].split("?")[0])
    assert (await author.post(f"/de/commitments/{number}/accept", {"sentence": ""})).status_code == 303
    return number


async def propose(someone: Someone, here: int, other: int, **more: Any) -> Answer:
    """Propose that `here` merges into `other`."""
    form = {"other": other, "way": "into", "reason": "Wir wollen dasselbe.", "client_key": uuid4().hex}
    return await someone.post(f"/de/ideas/{here}/merge", form | more)


async def unite(someone: Someone, here: int, other: int, **more: Any) -> Answer:
    """Propose that `here` and `other` become a new idea."""
    texts = {"new_title": "Ein Platz zum Bleiben", "new_summary": "Schatten und Bänke.", "new_markdown": "Zusammen."}
    return await propose(someone, here, other, way="new", **(texts | more))


async def suggest(someone: Someone, idea_id: int, **more: Any) -> Answer:
    """Suggest another text."""
    form = {**TEXTS, "why": "So versteht man es besser.", "rev": 1, "client_key": uuid4().hex}
    return await someone.post(f"/de/ideas/{idea_id}/suggest", form | more)


async def split_off(someone: Someone, idea_id: int, carriers: list[int], **more: Any) -> Answer:
    """Propose to split a part off."""
    form = {**TEXTS, "reason": "Das sind zwei Dinge.", "carriers[]": carriers, "client_key": uuid4().hex}
    return await someone.post(f"/de/ideas/{idea_id}/split", form | more)


def number_in(answer: Answer, of: str) -> int:
    """The number of the thing an answer leads to."""
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].split(f"/{of}/")[1].split("?")[0].split("-")[0].split("/")[0])


async def answer(someone: Someone, proposal: int, act: str, word: str = "", **more: Any) -> int:
    """Answer a proposal; returns the status."""
    return (await someone.post(f"/de/proposals/{proposal}/{act}", {"word": word} | more)).status_code


def rows(db: Connection, table: Any, **where: Any) -> list[Any]:
    """Rows of a table, the first one first."""
    found = select(table.__table__).filter_by(**where)
    return list(db.execute(found.order_by(*table.__table__.primary_key)))


def merged(db: Connection, idea_id: int) -> tuple[str, int | None]:
    """The state of an idea, and what it merged into."""
    row = db.execute(select(Idea.state, Idea.merged_into).where(Idea.id == idea_id)).one()
    return row.state, row.merged_into


def kinds(db: Connection, idea_id: int) -> list[str]:
    """The kinds of an idea's journal, the first one first."""
    entries = select(JournalEntry.kind).where(JournalEntry.idea_id == idea_id).order_by(JournalEntry.no)
    return list(db.execute(entries).scalars())


async def stands(store: Store, *ideas: int) -> None:
    """The journal of each idea folded is where it stands by its tables."""
    for idea_id in ideas:
        assert await store.read(folded, idea_id) == await store.read(standing, idea_id)
