"""Import a discussion: statements made elsewhere become contributions of a thread, with their authors and times."""

from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, select, update

from arena.errors import Refusal
from arena.ideas.model import Idea
from arena.imports.ideas import Tell
from arena.imports.plain import as_markdown
from arena.imports.report import LEFT, REFUSED, TAKEN, THERE, Outcome
from arena.imports.sentences import shorten
from arena.imports.source import author
from arena.imports.table import Line
from arena.store import Tx
from arena.store.text import clean, clean_line
from arena.threads.contribute import Contribution, contribute
from arena.threads.rules import MOST
from arena.words.markdown import to_html

NEEDED = ("timestamp", "comment-id", "author-id", "comment-body")
OPTIONAL = ("datetime", "agrees", "disagrees", "moderated")
REJECTED = "-1"
KEY = 40  # characters of a reference; with its source it must fit a client key


class Statement(msgspec.Struct, frozen=True):
    """One statement, rendered before the database is touched."""

    line: int
    reference: str
    author: str
    at: datetime
    said: Contribution
    notes: tuple[str, ...] = ()


def idea_of(db: Connection, wanted: str) -> int | None:
    """The published idea with this number or source reference; with the bare reference where only one source has it."""
    shown = select(Idea.id).where(Idea.state == "published")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 18:
        return db.execute(shown.where(Idea.id == int(wanted))).scalar()
    exact = db.execute(shown.where(Idea.source == wanted)).scalar()
    ends = db.execute(shown.where(Idea.source.endswith(f":{wanted}", autoescape=True)).limit(2)).scalars().all()
    return exact or (ends[0] if len(ends) == 1 else None)


def statements(lines: list[Line], now: datetime, *, with_rejected: bool) -> list[Statement | Outcome]:
    """Read every row, oldest first; rows that can't be replayed stand at the end with their reason."""
    read = [_read(line, now, with_rejected) for line in lines]
    said = sorted((one for one in read if isinstance(one, Statement)), key=lambda one: (one.at, one.line))
    return [*said, *(one for one in read if isinstance(one, Outcome))]


def import_thread(
    tx: Tx, rows: list[Statement | Outcome], idea_id: int, source: str, name: str, tell: Tell
) -> list[Outcome]:
    """Replay statements in an idea's thread in this one transaction; what was replayed before is not repeated."""
    now = tx.now
    idea = tx.db.execute(select(Idea.thread_id, Idea.active_at).where(Idea.id == idea_id)).one()
    outcomes, latest = [], idea.active_at
    for done, one in enumerate(rows, 1):
        if isinstance(one, Statement):
            outcomes.append(_say(tx, one, idea.thread_id, source, name))
            latest = max(latest, one.at)
        else:
            outcomes.append(one)
        tell(done)
    # Old words don't make an idea old: its last activity never goes back.
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(active_at=latest))
    tx.now = now
    return outcomes


def _read(line: Line, now: datetime, with_rejected: bool) -> Statement | Outcome:
    if line.fault:
        return Outcome(line.number, "", REFUSED, notes=(line.fault,))
    cells = {name: clean_line(cell) for name, cell in line.cells.items() if name != "comment-body"}
    reference, by, text = cells["comment-id"], cells["author-id"], clean(line.cells["comment-body"])
    at = _moment(cells["timestamp"])
    for wrong, why in (
        (not reference or len(reference) > KEY, f"the comment-id must have 1 to {KEY} characters"),
        (not by or len(by) > KEY, f"the author-id must have 1 to {KEY} characters"),
        (not text, "no text"),
        (at is None or at > now, "the timestamp must be milliseconds since 1970, and not lie ahead"),
    ):
        if wrong:
            return Outcome(line.number, reference[:KEY], REFUSED, notes=(why,))
    if cells.get("moderated") == REJECTED and not with_rejected:
        return Outcome(line.number, reference, LEFT, notes=("its moderators rejected it (--with-rejected takes it)",))
    assert at is not None
    said, notes = _written(text)
    return Statement(line.number, reference, by, at, said, (*notes, *_votes(cells)))


def _moment(given: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(given) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _written(text: str) -> tuple[Contribution, list[str]]:
    markdown, most = as_markdown(text), MOST
    while len(markdown) > MOST:
        most -= 1 + (len(markdown) - MOST) // 2
        markdown = as_markdown(shorten(text, most))
    notes = [f"text shortened to what a contribution holds ({MOST:,} characters): it had {len(text):,}"]
    return Contribution(markdown, to_html(markdown)), notes if most < MOST else []


def _votes(cells: dict[str, str]) -> list[str]:
    """Votes were given to other questions in another place: they are told, never turned into reactions."""
    agrees, disagrees = cells.get("agrees", ""), cells.get("disagrees", "")
    told = f"votes elsewhere, not taken as reactions: {agrees or 0} agreed, {disagrees or 0} disagreed"
    return [told] if agrees or disagrees else []


def _say(tx: Tx, one: Statement, thread_id: int, source: str, name: str) -> Outcome:
    tx.now = one.at
    try:
        with tx.db.begin_nested():
            voice = author(tx, source, one.author, f"{name} {one.author}")
            stored = contribute(tx, voice, thread_id, one.said, f"{source}:{one.reference}")
    except Refusal as refusal:
        why = {409: "this statement was imported before, into another thread or with other words"}
        return Outcome(one.line, one.reference, REFUSED, notes=(why.get(refusal.status, "the thread is closed"),))
    return Outcome(one.line, one.reference, THERE if stored.dup else TAKEN, stored.post_id, one.notes)
