"""The profile of a demo idea, each part on its day."""

from functools import partial

from arena.demo.sowing import Act, Sowing
from arena.demo.writing import Part
from arena.sheets.write import part_of, write
from arena.store import Tx
from arena.words.markdown import to_html


def acts_of_sheet(sowing: Sowing) -> list[Act]:
    """Every version of every part, with its moment."""
    return [
        (sowing.day(one.days_ago, "sheet", one.part, str(row)), partial(_write, sowing=sowing, one=one))
        for row, one in enumerate(sowing.idea.sheet)
    ]


def _write(tx: Tx, sowing: Sowing, one: Part) -> None:
    voice = sowing.cast.voice(one.by, one.on_behalf_of) if one.by else sowing.author
    before = part_of(tx.db, sowing.id, one.part)
    text = one.text.strip()
    rev = before.rev if before else 0
    write(tx, voice, sowing.id, one.part, text, rev, one.why or "", html=to_html(text))
