"""Check an idea's text: what may be stored at all, and what must be there before others see it."""

from collections import Counter
from datetime import date

from arena.errors import Faults
from arena.ideas.team_model import NEEDS
from arena.ideas.text import LANGUAGES, IdeaText, NeedText
from arena.strategy.versions import Strategies
from arena.words.markdown import MOST

TITLE, SUMMARY, WHY, WHAT, UNIT, NEED_ROWS = 120, 400, 300, 160, 40, 20
AMOUNT = 1_000_000_000


def check_form(text: IdeaText, strategies: Strategies, faults: Faults) -> None:
    """Note what is too long, unknown or too many; what is missing is no fault, since a draft may be unfinished."""
    faults.text("title", text.title, most=TITLE)
    faults.text("summary", text.summary, most=SUMMARY, least=0)
    faults.text("markdown", text.markdown, most=MOST, least=0)
    faults.one_of("language", text.language, LANGUAGES)
    for field, key, known in (("kind", text.kind, strategies.kind), ("scope", text.scope, strategies.scope)):
        if key and known(key) is None:
            faults.add(field, "errors.unknown_choice")
    _check_tags(text, strategies, faults)
    if len(text.needs) > NEED_ROWS:
        faults.add("needs", "ideas.faults.needs", most=NEED_ROWS)
    for number, need in enumerate(text.needs[:NEED_ROWS]):
        check_need(need, f"needs.{number}.", faults)


def check_complete(text: IdeaText, faults: Faults, today: date, *, published: bool = False) -> None:
    """Note what is missing before the idea can be published, or after it was."""
    if not text.kind:
        faults.add("kind", "errors.choose")
    faults.text("summary", text.summary, most=SUMMARY)
    if not text.fields:
        faults.add("fields", "ideas.faults.field_missing")
    if not text.scope:
        faults.add("scope", "errors.choose")
    for key, why in text.criteria.items():
        if not why:
            faults.add(f"why.{key}", "ideas.faults.why")
    for number, need in enumerate(text.needs):
        complete_need(need, f"needs.{number}.", faults, None if published and need.id else today)


def check_need(need: NeedText, stem: str, faults: Faults) -> None:
    """Note what is wrong with a need; `stem` goes before the names of its fields."""
    if need.kind:
        faults.one_of(f"{stem}kind", need.kind, NEEDS)
    faults.text(f"{stem}what", need.what, most=WHAT, least=0)
    faults.text(f"{stem}unit", need.unit, most=UNIT, least=0)
    if need.amount is not None and not 0 < need.amount <= AMOUNT:
        faults.add(f"{stem}amount", "ideas.faults.amount")


def complete_need(need: NeedText, stem: str, faults: Faults, today: date | None) -> None:
    """Note what a need lacks before others see it, or that its day is before today; a known one may be over."""
    if not need.kind:
        faults.add(f"{stem}kind", "errors.choose")
    if not need.what:
        faults.add(f"{stem}what", "errors.required")
    if today and need.until and need.until < today:
        faults.add(f"{stem}until", "ideas.faults.past")


def _check_tags(text: IdeaText, strategies: Strategies, faults: Faults) -> None:
    limits = strategies.current.limits
    if any(strategies.field(key) is None for key in text.fields):
        faults.add("fields", "errors.unknown_choice")
    if (
        max(Counter(cluster_key(key, strategies) for key in text.fields).values(), default=0)
        > limits.max_fields_per_cluster
    ):
        faults.add("fields", "ideas.faults.fields", most=limits.max_fields_per_cluster)
    if any(strategies.district(key) is None for key in text.districts):
        faults.add("districts", "errors.unknown_choice")
    if len(text.districts) > limits.max_districts:
        faults.add("districts", "ideas.faults.districts", most=limits.max_districts)
    for key, why in text.criteria.items():
        if strategies.criterion(key) is None:
            faults.add("criteria", "errors.unknown_choice")
        faults.text(f"why.{key}", why, most=WHY, least=0)


def cluster_key(field: str, strategies: Strategies) -> str:
    """The group a field of action belongs to; the newest version of the strategy that knows it says so."""
    clusters = (strategy.cluster_of(field) for strategy in strategies.versions.values())
    return next((cluster.key for cluster in clusters if cluster is not None), "")
