"""Where the profile of an idea stands by its tables: the version of each part."""

from sqlalchemy import Connection, select

from arena.journal.fold import Standing, standings
from arena.sheets.model import SheetPart


def stands(db: Connection, idea_id: int) -> Standing:
    """The version of each part that was ever written."""
    rows = db.execute(select(SheetPart.part, SheetPart.rev).where(SheetPart.idea_id == idea_id))
    return {f"sheets.{row.part}": row.rev for row in rows}


standings.append(stands)
