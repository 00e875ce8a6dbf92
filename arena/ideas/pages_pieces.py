"""Pieces of pages that are the same for every reader of a language, kept as they were made."""

from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from arena.ideas.card import ago, face_of
from arena.ideas.listing import Card
from arena.web.pages import language


def card_piece(request: Request, card: Card) -> Markup:
    """A card; made anew when its idea changed, or when its age is told otherwise."""
    state, lang = request.app.state, language(request)
    key, mark = (lang, card.entry.id), (card.entry.seq, ago(card.entry.active_at, lang))
    kept: Markup | None = state.cards.get(key, mark)
    if kept is not None:
        return kept
    made: Markup = (
        state.pages.environment(lang)
        .get_template("ideas/_card.html")
        .module.card(face_of(card, state.strategies, lang))
    )
    return state.cards.put(key, mark, made)  # type: ignore[no-any-return]


def piece(request: Request, template: str, **context: Any) -> Markup:
    """A piece of a page from a template that knows nothing of who reads it."""
    env = request.app.state.pages.environment(language(request))
    return Markup(env.get_template(template).render(**context))  # noqa: S704
