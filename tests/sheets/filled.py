"""Profiles for tests: parts written through the door as a browser would."""

from typing import Any

from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.journal.model import JournalEntry
from tests.people import Answer, Someone

TEXT = "Wir öffnen **drei Säle** an heißen Abenden."


async def fill(someone: Someone, idea_id: int, part: str = "purpose", text: str = TEXT, **more: Any) -> Answer:
    """Send the form of a part; without `rev` it is the first version."""
    return await someone.post(f"/de/ideas/{idea_id}/sheet/{part}", {"markdown": text, "rev": 0, **more})


async def sheet_of(someone: Someone, idea_id: int, lang: str = "de") -> Answer:
    """The page of a profile."""
    return await someone.get(f"/{lang}/ideas/{idea_id}/sheet")


def written(db: Connection, idea_id: int) -> list[dict[str, Any]]:
    """What the journal says was written: the changes of each entry."""
    mine = (JournalEntry.idea_id == idea_id, JournalEntry.kind == "sheets.write")
    return list(db.execute(select(JournalEntry.change).where(*mine).order_by(JournalEntry.no)).scalars())


def filled(db: Connection, idea_id: int) -> int:
    """How many parts the idea says are filled."""
    return int(db.execute(select(Idea.sheet_filled).where(Idea.id == idea_id)).scalar_one())
