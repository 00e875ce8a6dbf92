"""The page of the form an idea is written in: fresh, corrected, previewed, or beside somebody else's text."""

from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Refusal
from arena.ideas.card import face_of
from arena.ideas.check import check_complete
from arena.ideas.choices import choices
from arena.ideas.count import today
from arena.ideas.form import IdeaForm, in_order, rows_of, text_of_form
from arena.ideas.history import WORDS
from arena.ideas.show import IdeaPage
from arena.ideas.similar import similar
from arena.ideas.text import IdeaText, cleaned
from arena.strategy.versions import Strategies
from arena.web.asking import read
from arena.web.pages import render
from arena.words import words_in
from arena.words.diff import word_diff


class Writing:
    """What somebody is writing: the form, what it says as a text, and the stored idea it changes, if any."""

    def __init__(self, form: IdeaForm, page: IdeaPage | None, lang: str) -> None:
        self.form = form
        self.page = page
        self.lang = lang
        self.faults = Faults()
        self.rows_sent = len(form.needs)
        self.text = cleaned(text_of_form(form, lang, self.faults))

    @property
    def idea_id(self) -> int | None:
        """The stored idea's number."""
        return int(self.page.idea.id) if self.page else None

    @property
    def published(self) -> bool:
        """Whether others read this idea already."""
        return self.page is not None and self.page.idea.state != "draft"

    @cached_property
    def missing(self) -> dict[str, str]:
        """What the text lacks to be published, each with its sentence."""
        faults = Faults()
        check_complete(self.text, faults, today(datetime.now(UTC)), published=self.published)
        return self.said(faults)

    def said(self, faults: Faults) -> dict[str, str]:
        """Faults by field as sentences, in the order of the form."""
        say = words_in(self.lang).t
        return {field: say(key, **facts) for field, (key, facts) in in_order(faults).items()}


def show_form(
    request: Request,
    writing: Writing,
    *,
    status: int = 200,
    problem: Refusal | None = None,
    theirs: IdeaPage | None = None,
    **context: Any,
) -> Response:
    """Render the form with every typed word, with what is wrong and with empty rows for further needs."""
    say, strategies = words_in(writing.lang).t, request.app.state.strategies
    return render(
        request,
        "ideas/form.html",
        status=status,
        writing=writing,
        form=writing.form,
        rows=rows_of(writing.form, writing.rows_sent),
        errors=writing.said(writing.faults),
        labelled=lambda found: _labelled(found, strategies, writing.lang),
        problem=say(problem.key, **problem.facts) if problem else None,
        theirs=_beside(theirs.text, writing.text) if theirs else None,
        **choices(strategies, writing.form, writing.lang),
        **({"preview": None, "faces": []} | context),
    )


async def show_preview(request: Request, writing: Writing, html: str) -> Response:
    """Render the form beneath the idea as others will see it, with similar ideas beside it."""
    text, strategies = writing.text, request.app.state.strategies
    cards = await read(request, similar, text.title, text.summary, but=writing.idea_id or 0)
    faces = [face_of(card, strategies, writing.lang) for card in cards]
    return show_form(request, writing, preview=html, faces=faces)


def _beside(theirs: IdeaText, mine: IdeaText) -> dict[str, Any]:
    """Where a text that was stored meanwhile differs from what was typed."""
    return {
        name: word_diff(getattr(theirs, name), getattr(mine, name))
        for name in WORDS
        if getattr(theirs, name) != getattr(mine, name)
    }


def _labelled(found: dict[str, str], strategies: Strategies, lang: str) -> dict[str, str]:
    """Sentences that say which field they are about, for the summary above the form."""
    return {field: f"{_label(field, strategies, lang).rstrip('?')}: {sentence}" for field, sentence in found.items()}


def _label(field: str, strategies: Strategies, lang: str) -> str:
    say = words_in(lang).t
    stem, *rest = field.split(".")
    if stem == "why" and (criterion := strategies.criterion(rest[0])) is not None:
        return criterion.name.say(lang)
    if stem == "needs" and rest:
        return f"{say('ideas.form.need', n=int(rest[0]) + 1)}, {say('ideas.form.need_' + rest[1])}"
    return say(f"ideas.form.{stem}")
