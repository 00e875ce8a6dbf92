"""The forms of a measure as they are typed, what they hold at first, and what they offer to choose from."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

import msgspec

from arena.measures.model import KINDS, PHASES, STATUSES, TYPES
from arena.measures.page import MeasurePage
from arena.measures.rules import may_choose_types
from arena.words import words_in
from arena.words.words import local_day

Number = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
Option = dict[str, str]


class MeasureForm(msgspec.Struct, forbid_unknown_fields=True):
    """What was typed into the form of a step; each form asks for some of it."""

    speak_as: Number | None = None
    type: str = ""
    status: str = ""
    phase: str = ""
    responsible: str = ""
    starts: str = ""
    ends: str = ""
    entry: str = ""
    why: str = ""


class FigureForm(msgspec.Struct, forbid_unknown_fields=True):
    """A figure as it was typed."""

    speak_as: Number | None = None
    kind: str = ""
    name: str = ""
    unit: str = ""
    adds: str = ""
    baseline: str = ""
    target: str = ""


class ValueForm(msgspec.Struct, forbid_unknown_fields=True):
    """A value as it was typed."""

    speak_as: Number | None = None
    client_key: Annotated[str, msgspec.Meta(max_length=64)] = ""
    value: str = ""
    day: str = ""
    source: str = ""
    corrects: str = ""


def fresh(page: MeasurePage, act: str) -> MeasureForm | FigureForm | ValueForm:
    """What the form of an act holds at first: what is."""
    if act == "add_figure":
        return FigureForm(adds="yes")
    if act == "add_value":
        return ValueForm(client_key=uuid4().hex, day=local_day(datetime.now(UTC)).isoformat())
    idea, measure = page.idea, page.measure
    if measure is None or measure.proposed:
        return MeasureForm(type="network", status="planned", phase="1")
    starts, ends = (one.isoformat() if one else "" for one in (measure.starts, measure.ends))
    last = str(page.steps[0].no) if page.steps else ""
    told = (idea.measure_type, idea.measure_status, str(idea.measure_phase), str(measure.responsible_id))
    return MeasureForm(None, *told, starts, ends, last)


def choices(page: MeasurePage, act: str, lang: str) -> dict[str, list[Option]]:
    """What can be chosen in the form of an act, in the reader's language."""
    say = words_in(lang).t
    all_types = act == "correct" or any(may_choose_types(voice) for voice in page.may.get(act, ()))
    types = TYPES if all_types else ("network",)
    statuses = STATUSES if act == "correct" else STATUSES[:2]
    dates = words_in(lang).date
    acts = [(step, say(f"measures.act.{step.kind.split('.')[1]}")) for step in page.steps]
    return {
        "types": [_option(one, say(f"measures.type_name.{one}"), say(f"measures.type_more.{one}")) for one in types],
        "statuses": [_option(one, say(f"listing.status.{one}")) for one in statuses],
        "phases": [_option(str(n), say(f"listing.phase.{n}"), say(f"measures.phase_more.{n}")) for n in PHASES],
        "kinds": [_option(one, say(f"measures.kind_of.{one}"), say(f"measures.kind_more.{one}")) for one in KINDS],
        "organisations": [_option(str(number), name) for number, name in page.organisations],
        "entries": [_option(str(step.no), f"{dates(step.at)}: {act}") for step, act in acts],
    }


def _option(value: str, label: str, hint: str = "") -> Option:
    return {"value": value, "label": label[:1].upper() + label[1:], "hint": hint}


def number(text: str) -> int:
    """A whole number as a form sends it; 0 for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0


def today() -> Any:
    """The city's day, which a value may have at most."""
    return local_day(datetime.now(UTC)).isoformat()
