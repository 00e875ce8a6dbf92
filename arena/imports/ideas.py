"""Import ideas: rows of a file become published ideas, each once, however often the file is read."""

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec
from sqlalchemy import select

from arena.errors import Faults, Invalid
from arena.ideas.arrive import Arrival, arrive
from arena.ideas.check import check_complete, check_form
from arena.ideas.columns import columns
from arena.ideas.count import today
from arena.ideas.model import Idea
from arena.ideas.text import IdeaText, cleaned
from arena.imports.proposal import Proposal, Refused, proposal
from arena.imports.report import REFUSED, TAKEN, THERE, Outcome
from arena.imports.source import organisation
from arena.imports.table import Line
from arena.store import Tx
from arena.store.text import clean_line
from arena.strategy.versions import Strategies
from arena.words import words_in

STEP = 200  # rows between two words on the progress
Tell = Callable[[int], None]


class Origin(msgspec.Struct, frozen=True):
    """What holds for every row: the source's key, who answers for it, and the tags no row names."""

    source: str
    name: str
    sector: str
    kind: str
    fields: list[str]
    scope: str
    language: str


class Ready(msgspec.Struct, frozen=True):
    """A row that was read, checked and rendered before the database is touched."""

    line: int
    reference: str
    notes: tuple[str, ...]
    arrival: Arrival


def make_ready(lines: list[Line], origin: Origin, strategies: Strategies, now: datetime) -> Iterator[Ready | Outcome]:
    """Read, check and render each row; what can't become an idea is refused with its reason."""
    seen: dict[str, int] = {}
    for line in lines:
        reference = clean_line(line.cells.get("reference", ""))[:80]
        try:
            if line.fault:
                raise Refused(line.fault)
            row = proposal(line.cells, now)
            reference = row.reference
            if reference in seen:
                raise Refused(f"the same reference stands in an earlier row: line {seen[reference]}")
            arrival = _arrival(row, origin, strategies, now)
        except (Refused, Invalid) as fault:
            yield Outcome(line.number, reference, REFUSED, notes=tuple(_reasons(fault)))
            continue
        seen[reference] = line.number
        yield Ready(line.number, reference, row.notes, arrival)


def _arrival(row: Proposal, origin: Origin, strategies: Strategies, now: datetime) -> Arrival:
    text = IdeaText(
        title=row.title,
        kind=origin.kind,
        summary=row.summary,
        markdown=row.markdown,
        language=origin.language,
        scope=origin.scope,
        fields=origin.fields,
    )
    text, faults = cleaned(text), Faults()
    check_form(text, strategies, faults)
    check_complete(text, faults, today(now))
    faults.refuse()
    return Arrival(text, columns(text), row.at or now, f"{origin.source}:{row.reference}", row.address)


def _reasons(fault: Refused | Invalid) -> Iterator[str]:
    if isinstance(fault, Refused):
        yield str(fault)
        return
    for field, (key, facts) in fault.faults.items():
        yield f"{field}: {words_in('en').t(key, **facts)}"


def import_ideas(tx: Tx, rows: list[Ready | Outcome], origin: Origin, strategy_id: int, tell: Tell) -> list[Outcome]:
    """Publish every row that is not there yet, all of them in this one transaction.

    One transaction, because whoever stops an import (or loses power) wants nothing half-imported: all rows of a part
    are there or none, and no reader ever sees half of it. The caller cuts a file into parts so large that a running
    Arena's own acts wait no longer than its patience; a second run finds each row by its source and completes the rest.
    """
    voice = organisation(tx, origin.source, origin.name, origin.sector)
    there = _there(tx, [one.arrival.source for one in rows if isinstance(one, Ready)])
    new = [one for one in rows if isinstance(one, Ready) and one.arrival.source not in there]
    numbers: dict[str, int] = {}
    for start in range(0, len(new), STEP):
        step = [one.arrival for one in new[start : start + STEP]]
        numbers |= zip((one.source for one in step), arrive(tx, voice, step, strategy_id), strict=True)
        tell(len(rows) - len(new) + start + len(step))
    tell(len(rows))
    return [one if isinstance(one, Outcome) else _outcome(one, numbers, there) for one in rows]


def _there(tx: Tx, sources: list[str]) -> dict[str, tuple[int, str | None]]:
    """Which of these were imported before: their number, and their title where nobody has revised them since."""
    found: dict[str, tuple[int, str | None]] = {}
    for start in range(0, len(sources), 500):
        rows = select(Idea.source, Idea.id, Idea.title, Idea.rev).where(Idea.source.in_(sources[start : start + 500]))
        found |= {row.source: (row.id, row.title if row.rev == 1 else None) for row in tx.db.execute(rows)}
    return found


def _outcome(one: Ready, numbers: dict[str, int], there: dict[str, tuple[int, str | None]]) -> Outcome:
    if one.arrival.source in numbers:
        return Outcome(one.line, one.reference, TAKEN, numbers[one.arrival.source], one.notes)
    number, title = there[one.arrival.source]
    other = title is not None and title != one.arrival.text.title
    notes = (f"under this reference stands another title, which was kept (another source? see --source): {title}",)
    return Outcome(one.line, one.reference, THERE, number, notes if other else ())
