"""Export the journal: every entry a choice leaves, read a thousand at a time, as rows of a table or as JSON."""

import csv
import io
import re
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from arena.insight.choose import Chosen
from arena.insight.entry import Entry, erased, said
from arena.insight.journal import entries
from arena.store import Store
from arena.words import words_in

AT_ONCE = 1_000
FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
COLUMNS = (
    "id",
    "idea",
    "title",
    "no",
    "kind",
    "at",
    "person_id",
    "person",
    "actor_id",
    "actor",
    "said",
    "why",
    "change",
    "corrects",
    "corrected_by",
    "url",
)


def record(entry: Entry, lang: str, site: str) -> dict[str, Any]:
    """An entry as data: public names and numbers alone. `corrects` and `corrected_by` are numbers in the idea."""
    words = words_in(lang)
    person, actor = (name or erased(words) for name in (entry.person, entry.actor))
    return {
        "id": entry.id,
        "idea": entry.idea_id,
        "title": entry.title,
        "no": entry.no,
        "kind": entry.kind,
        "at": entry.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "person_id": entry.person_id,
        "person": person if entry.person_id else None,
        "actor_id": entry.actor_id,
        "actor": actor if entry.actor_id else None,
        "said": said(words, entry),
        "why": entry.why,
        "change": entry.change,
        "corrects": entry.corrects,
        "corrected_by": entry.corrected_by,
        "url": f"{site}/{lang}{entry.address}",
    }


async def all_entries(store: Store, chosen: Chosen) -> AsyncIterator[list[Entry]]:
    """Every entry of a choice from its place on, some at a time; no more than that is held in memory."""
    while True:
        part = await store.read(entries, chosen, AT_ONCE)
        yield part.entries
        if part.older is None:
            return
        chosen = msgspec.structs.replace(chosen, wanted=msgspec.structs.replace(chosen.wanted, older=part.older))


async def as_csv(store: Store, chosen: Chosen, lang: str, site: str) -> AsyncIterator[bytes]:
    """The entries as a table with a head; a byte order mark, so that spreadsheets read it as UTF-8."""
    yield b"\xef\xbb\xbf" + row_of(COLUMNS)
    async for some in all_entries(store, chosen):
        told = (record(entry, lang, site) for entry in some)
        yield b"".join(row_of([cell(one[name]) for name in COLUMNS]) for one in told)


async def as_json(store: Store, chosen: Chosen, lang: str, site: str) -> AsyncIterator[bytes]:
    """The entries as one JSON array under `entries`."""
    comma = b'{"entries":['
    async for some in all_entries(store, chosen):
        for entry in some:
            yield comma + msgspec.json.encode(record(entry, lang, site))
            comma = b",\n"
    yield b"]}\n" if comma == b",\n" else comma + b"]}\n"


def cell(value: Any) -> str:
    """A value as a cell; what a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and FORMULA.match(text) else text


def row_of(cells: Any) -> bytes:
    """One line of the table."""
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
