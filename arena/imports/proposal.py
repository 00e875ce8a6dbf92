"""One row of a file as an idea: what is too long is shortened, what is missing is found, and every change is said."""

import hashlib
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from arena.imports.plain import as_markdown
from arena.imports.sentences import first_sentence, first_sentences, shorten
from arena.store.text import clean, clean_line
from arena.words.markdown import MOST as BODY

TITLE, SUMMARY, REFERENCE, ADDRESS = 120, 300, 75, 500
CITY = ZoneInfo("Europe/Berlin")


class Refused(ValueError):
    """A row that can't become an idea, with the reason in plain words."""


class Proposal(msgspec.Struct, frozen=True):
    """What a row says, ready to be posted; `notes` tell what was changed on the way."""

    reference: str
    title: str
    summary: str
    markdown: str
    address: str | None
    at: datetime | None
    notes: tuple[str, ...]


def proposal(cells: dict[str, str], now: datetime) -> Proposal:
    """Read a row; raises Refused where there is neither a title nor a text."""
    notes: list[str] = []
    full, body = clean_line(cells["title"]), clean(cells["body"])
    if not full and not body:
        raise Refused("neither title nor text")
    title, said = _title(full, body, notes)
    return Proposal(
        _reference(cells, full, body, notes),
        title,
        first_sentences(body, SUMMARY) if body else shorten(full, SUMMARY),
        _body(said, notes),
        _address(cells.get("source_url", ""), notes),
        _moment(cells.get("date", ""), now, notes),
        tuple(notes),
    )


def _title(full: str, body: str, notes: list[str]) -> tuple[str, str]:
    """The title that is shown, and the text with whatever the title had to leave out."""
    if not full:
        notes.append("no title: it was made of the first sentence")
        return shorten(first_sentence(body), TITLE), body
    if not body:
        notes.append("no text: only the title was imported")
    if len(full) <= TITLE:
        return full, body
    notes.append(f"title shortened to {TITLE} characters: the whole title ({len(full)}) stands first in the text")
    return shorten(full, TITLE), f"{full}\n\n{body}".strip()


def _body(text: str, notes: list[str]) -> str:
    written = as_markdown(text)
    if len(written) <= BODY:
        return written
    most = len(text) * BODY // len(written)
    while len(written := as_markdown(shorten(text, most))) > BODY:
        most -= 1 + (len(written) - BODY) // 2
    notes.append(f"text shortened to what an idea holds ({BODY:,} characters): it had {len(text):,}")
    return written


def _reference(cells: dict[str, str], title: str, body: str, notes: list[str]) -> str:
    """The row's own reference, or one made of its words, so that a second run finds it again."""
    given = clean_line(cells.get("reference", ""))
    if given and len(given) <= REFERENCE:
        return given
    made = "text-" + hashlib.blake2b(f"{given}\0{title}\0{body}".encode(), digest_size=8).hexdigest()
    notes.append(f"{'too long a' if given else 'no'} reference: it was made of the text ({made})")
    return made


def _address(given: str, notes: list[str]) -> str | None:
    given = given.strip()
    if not given:
        return None
    try:
        parts = urlsplit(given)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and given.isprintable() and " " not in given
    except ValueError:
        good = False
    if good and len(given) <= ADDRESS:
        return given
    notes.append(f"source address left out, it is no web address: {shorten(given, 60)}")
    return None


def _moment(given: str, now: datetime, notes: list[str]) -> datetime | None:
    given = given.strip()
    if not given:
        return None
    moment = _parsed(given)
    if moment is not None and moment <= now:
        return moment
    why = "lies ahead" if moment else "was not understood (2017-09-13 or 13.09.2017 are)"
    notes.append(f"the date {why}, so the day of the import stands: {shorten(given, 40)}")
    return None


def _parsed(given: str) -> datetime | None:
    for read in (datetime.fromisoformat, _german):
        try:
            moment = read(given)
            return (moment if moment.tzinfo else moment.replace(tzinfo=CITY)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _german(given: str) -> datetime:
    day, month, year = (int(part) for part in given.split("."))
    return datetime.combine(date(year, month, day), time(12), CITY)
