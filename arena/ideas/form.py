"""The form an idea is written in, and the way from what was typed to a text and back."""

from datetime import date
from typing import Annotated, Literal
from uuid import uuid4

import msgspec

from arena.errors import Faults
from arena.ideas.check import NEED_ROWS
from arena.ideas.text import IdeaText, NeedText
from arena.strategy.versions import Strategies
from arena.words.typed import day_typed, number_typed

FIRST_ROWS = 3
ORDER = (
    *("speak_as", "kind", "title", "summary", "markdown", "fields", "criteria", "why", "scope", "districts"),
    *("needs", "language", "note"),
)


class NeedRow(msgspec.Struct, forbid_unknown_fields=True):
    """A need as it was typed."""

    id: str = ""
    kind: str = ""
    what: str = ""
    amount: str = ""
    unit: str = ""
    until: str = ""


class IdeaForm(msgspec.Struct, forbid_unknown_fields=True):
    """An idea as it was typed; `criteria` are the ticked ones, `why` holds every sentence."""

    act: Literal["preview", "draft", "publish", "revise", "add"] = "preview"
    client_key: Annotated[str, msgspec.Meta(max_length=64)] = ""
    speak_as: int | None = None
    rev: int = 0
    note: str = ""
    kind: str = ""
    title: str = ""
    summary: str = ""
    markdown: str = ""
    language: str = "de"
    scope: str = ""
    fields: list[str] = []
    criteria: list[str] = []
    why: dict[str, str] = {}
    districts: list[str] = []
    needs: list[NeedRow] = []


def fresh(lang: str, strategies: Strategies, kind: str = "", field: str = "") -> IdeaForm:
    """An empty form for a reader of a language, with the kind and the field of action they came for."""
    return IdeaForm(
        client_key=uuid4().hex,
        kind=kind if strategies.current.kind(kind) else "",
        language="en" if lang == "en" else "de",
        scope=strategies.current.scopes[0].key,
        fields=[field] if strategies.current.field(field) else [],
    )


def form_of(text: IdeaText, needs: list[NeedText], lang: str) -> IdeaForm:
    """The form filled with a text that was stored."""
    return IdeaForm(
        kind=text.kind,
        title=text.title,
        summary=text.summary,
        markdown=text.markdown,
        language=text.language,
        scope=text.scope,
        fields=text.fields,
        criteria=list(text.criteria),
        why=text.criteria,
        districts=text.districts,
        needs=[_row(need, lang) for need in needs],
    )


def text_of_form(form: IdeaForm, lang: str, faults: Faults) -> IdeaText:
    """What was typed as a text; notes what is no number or no day. Rows left empty are dropped from the form."""
    form.needs = [row for row in form.needs if any((row.what, row.kind, row.amount, row.unit, row.until))]
    return IdeaText(
        title=form.title,
        kind=form.kind,
        summary=form.summary,
        markdown=form.markdown,
        language=form.language,
        scope=form.scope,
        fields=form.fields,
        criteria={key: form.why.get(key, "") for key in form.criteria},
        districts=form.districts,
        needs=[_need(row, f"needs.{number}.", lang, faults) for number, row in enumerate(form.needs)],
    )


def rows_of(form: IdeaForm, sent: int) -> list[NeedRow]:
    """The rows for needs: what was typed and some empty ones; whoever asked for another row gets one more."""
    wanted = max(FIRST_ROWS, len(form.needs) + 1, sent + 1 if form.act == "add" else sent)
    empty = min(wanted, NEED_ROWS) - len(form.needs)
    return [*form.needs, *(NeedRow() for _ in range(empty))]


def in_order(faults: Faults) -> dict[str, tuple[str, dict[str, object]]]:
    """The faults in the order in which their fields stand in the form."""

    def place(field: str) -> int:
        stem = field.partition(".")[0]
        return ORDER.index(stem) if stem in ORDER else len(ORDER)

    return {field: faults.found[field] for field in sorted(faults.found, key=place)}


def _need(row: NeedRow, stem: str, lang: str, faults: Faults) -> NeedText:
    amount: float | None = None
    until: date | None = None
    try:
        amount = number_typed(row.amount, lang) if row.amount else None
    except ValueError:
        faults.add(f"{stem}amount", "ideas.faults.amount")
    try:
        until = day_typed(row.until) if row.until else None
    except ValueError:
        faults.add(f"{stem}until", "ideas.faults.day")
    number = int(row.id) if row.id.isascii() and row.id.isdigit() and len(row.id) < 19 else None
    return NeedText(row.kind, row.what, amount, row.unit, until, number)


def _row(need: NeedText, lang: str) -> NeedRow:
    amount = "" if need.amount is None else f"{need.amount:g}" if need.amount < 1e6 else f"{need.amount:f}"
    return NeedRow(
        str(need.id or ""),
        need.kind,
        need.what,
        amount if lang == "en" else amount.replace(".", ","),
        need.unit,
        need.until.isoformat() if need.until else "",
    )
