"""What an answer says, checked: its state, its public reason, the day of what comes next."""

from datetime import date, timedelta

import msgspec

from arena.answers.states import PROMISING, STATES
from arena.errors import Faults
from arena.store.text import clean, clean_line
from arena.words.markdown import to_html

REASON, BECAUSE, NOTE = 8_000, 500, 1_000
LEAST = 20  # a reason is a sentence, not a word
FURTHEST = timedelta(days=3 * 366)


class Said(msgspec.Struct, frozen=True):
    """An answer as it may be stored; `because` says why it corrects an earlier one."""

    answer: str
    due: date | None
    markdown: str
    html: str
    because: str = ""


def prepare_answer(answer: str, due: str, markdown: str, because: str, *, correcting: bool) -> Said:
    """Check what was typed and render the reason; raises `Invalid` with everything that is wrong."""
    markdown, because, faults = clean(markdown), clean_line(because), Faults()
    faults.one_of("answer", answer, STATES)
    faults.text("markdown", markdown, most=REASON, least=LEAST)
    day = _day(faults, due) if answer in PROMISING else None
    if correcting:
        faults.text("because", because, most=BECAUSE)
    faults.refuse()
    return Said(answer, day, markdown, to_html(markdown), because if correcting else "")


def _day(faults: Faults, due: str) -> date | None:
    if not due:
        faults.add("due", "answers.faults.due")
        return None
    try:
        return date.fromisoformat(due)
    except ValueError:
        faults.add("due", "answers.faults.strange_day")
        return None


def wrong_day(due: date | None, today: date) -> str | None:
    """The key of what is wrong with a day that something is promised for, None where nothing is."""
    if due is None:
        return None
    if due < today:
        return "answers.faults.past"
    return "answers.faults.far" if due > today + FURTHEST else None
