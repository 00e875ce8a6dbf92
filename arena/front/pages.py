"""The door to the start page and the public texts."""

from collections.abc import Hashable
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing
from arena.ideas.address import idea_address
from arena.ideas.filters import Wanted
from arena.ideas.listing import Listing, chosen_ideas
from arena.ideas.news import news
from arena.ideas.pages_pieces import card_piece
from arena.settings import Settings
from arena.voice import Reader
from arena.web.asking import know, read
from arena.web.kept import kept_for_visitors, slot
from arena.web.pages import language, render
from arena.web.shared import kept_for_all
from arena.words.texts import page_html, text

LIVELY = 6
Lively = tuple[list[Markup], int]  # cards, and how many ideas there are
TEXTS = ("take-part", "accessibility", "privacy", "imprint", "rules", "sources")


@kept_for_visitors
async def start(request: Request) -> Response:
    """Show the start page: what the Arena is, and the ideas where something is happening."""
    state, key = request.app.state, ("lively", language(request))
    active = Wanted().sorted_by("active")

    def look(db: Connection, me: Reader) -> tuple[Hashable, Lively | Listing, list[Any]]:
        state.shelf.refresh(db)
        mark = (state.shelf.version, slot())
        found = state.lists.get(key, mark) or chosen_ideas(db, state.shelf, state.strategies, active)
        return mark, found, news(db, me)

    mark, found, new = await read(request, look)
    if isinstance(found, Listing):
        cards = [card_piece(request, card) for card in found.cards[:LIVELY]]
        found = state.lists.put(key, mark, (cards, found.total))
    cards, total = found
    return _text(request, "start", "front/start.html", cards=cards, total=total, new=new, address=idea_address)


@kept_for_all
async def public_text(request: Request) -> Response:
    """Show one of the public texts."""
    await know(request)
    name = request.path_params["name"]
    if name not in TEXTS:
        raise Missing
    return _text(request, name, "front/text.html")


async def stylebook(request: Request) -> Response:
    """Show every part of the interface on one page, in demo mode only."""
    await know(request)
    if not request.app.state.settings.demo:
        raise Missing
    return render(request, "parts/_stylebook.html")


def _text(request: Request, name: str, template: str, **more: Any) -> Response:
    title, body, spoken = _said(request.app.state.settings, name, language(request))
    return render(request, template, title=title, body=body, spoken=spoken, **more)


@cache
def _said(settings: Settings, name: str, lang: str) -> tuple[str, str, str]:
    """A text's title, its HTML and the language it is really in; rendered once."""
    found = text(name, lang, settings.texts)
    facts = {fact: getattr(settings, fact) for fact in ("operator_name", "operator_address", "operator_email")}
    return found.title, page_html(found, facts | {"lang": lang}), found.lang
