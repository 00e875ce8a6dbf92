"""What the form of an idea offers to choose from, in the reader's language."""

from collections.abc import Callable, Iterable
from typing import Any

from arena.ideas.form import IdeaForm
from arena.ideas.team_model import NEEDS
from arena.ideas.text import LANGUAGES
from arena.strategy.shape import Entry
from arena.strategy.versions import Strategies
from arena.words import words_in

Option = dict[str, Any]


def choices(strategies: Strategies, form: IdeaForm, lang: str) -> dict[str, list[Any]]:
    """Lists of options by what they are for; `earlier_…` are chosen tags that the present strategy has no more."""
    say, now = words_in(lang).t, strategies.current
    return {
        "kinds": _entries(now.kinds, lang, "kind-"),
        "scopes": _entries(now.scopes, lang),
        "spoken": [{"value": code, "label": say(f"ideas.language.{code}")} for code in LANGUAGES],
        "need_kinds": [{"value": kind, "label": say(f"ideas_team.kind.{kind}")} for kind in NEEDS],
        "earlier_fields": _earlier(form.fields, now.field, strategies.field),
        "earlier_criteria": _earlier(form.criteria, now.criterion, strategies.criterion),
        "earlier_districts": _earlier(form.districts, now.district, strategies.district),
    }


def _entries(entries: Iterable[Entry], lang: str, icon: str = "") -> list[Option]:
    return [
        {
            "value": entry.key,
            "label": entry.name.say(lang),
            "hint": entry.about.say(lang) if entry.about else None,
            "icon": icon + entry.key if icon else None,
        }
        for entry in entries
    ]


def _earlier(
    keys: Iterable[str], now: Callable[[str], Entry | None], ever: Callable[[str], Entry | None]
) -> list[Entry]:
    return [found for key in keys if now(key) is None and (found := ever(key)) is not None]
