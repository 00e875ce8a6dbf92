"""The door to the state of things: its numbers within a choice, and the figures behind a sum."""

from typing import Annotated, Any, Literal

import msgspec
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing
from arena.ideas.address import idea_address
from arena.ideas.facets import name_of
from arena.ideas.filters import Wanted, wanted_from
from arena.ideas.pages_pieces import piece
from arena.measures.draw import bars
from arena.measures.impact import PAGE, Counted, Named, alike, counted, named
from arena.measures.progress import CHOSEN, Progress, chosen_of, narrowed, progress, within
from arena.voice import Reader
from arena.web.asking import read
from arena.web.forms import fill
from arena.web.pages import language, render
from arena.web.shared import kept_for_all
from arena.words import words_in

Unit = Annotated[str, msgspec.Meta(max_length=40)]


class Behind(msgspec.Struct):
    """Which figures are looked up, and after which one the page begins."""

    kind: Literal["output", "outcome", "process"] = "output"
    unit: Unit = ""
    after: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0


@kept_for_all
async def show(request: Request) -> Response:
    """Show all projects and measures in numbers; between two changes of any idea a choice is counted once."""
    state, wanted = request.app.state, _wanted(request)
    key = ("progress", language(request), wanted.query(), wanted.unknown)

    def look(db: Connection, _: Reader) -> tuple[int, Markup | list[Counted]]:
        state.shelf.refresh(db)
        mark = int(state.shelf.version)
        return mark, state.lists.get(key, mark) or _figures(request, db)

    mark, found = await read(request, look)
    if isinstance(found, list):
        told = progress(state.shelf, state.strategies, wanted, found)
        found = state.lists.put(key, mark, _numbers(request, wanted, told))
    return render(request, "measures/progress.html", numbers=found, wanted=wanted)


@kept_for_all
async def figures(request: Request) -> Response:
    """Show the figures that a sum counts, each with its measure."""
    state, wanted = request.app.state, _wanted(request)
    behind = fill(request.query_params, Behind)

    def look(db: Connection, _: Reader) -> tuple[int, list[Named]]:
        state.shelf.refresh(db)
        some = alike(within(state.shelf, state.strategies, wanted, _figures(request, db)), behind.kind, behind.unit)
        return len(some), named(db, [one for one in some if one.id > behind.after][: PAGE + 1])

    total, found = await read(request, look)
    if not total:
        raise Missing
    more = f"{_query(wanted)}&after={found[PAGE - 1].id}" if len(found) > PAGE else None
    shown: dict[str, Any] = {"found": found[:PAGE], "total": total, "behind": behind, "more": more}
    return render(request, "measures/figures.html", address=idea_address, **shown)


def _figures(request: Request, db: Connection) -> list[Counted]:
    """All figures that count, read again only after something changed."""
    lists, mark = request.app.state.lists, request.app.state.shelf.version
    kept: list[Counted] | None = lists.get("figures", mark)
    return kept if kept is not None else lists.put("figures", mark, counted(db))


def _wanted(request: Request) -> Wanted:
    return narrowed(wanted_from(request.query_params.multi_items(), request.app.state.strategies))


def _query(wanted: Wanted) -> str:
    return Wanted(chosen_of(wanted)).query()


def _numbers(request: Request, wanted: Wanted, told: Progress) -> Markup:
    """All that is between head and foot, which is the same whoever reads it."""
    strategies, words = request.app.state.strategies, words_in(language(request))

    def name(facet: str, key: str) -> str:
        said = name_of(strategies, words, facet, key)
        return said[:1].upper() + said[1:]

    options = {facet: [(part.key, name(facet, part.key)) for part in told.groups[facet]] for facet in CHOSEN}
    return piece(
        request,
        "measures/_progress.html",
        told=told,
        wanted=wanted,
        chosen=chosen_of(wanted),
        query=_query(wanted),
        options=options,
        name=name,
        bars=lambda parts: bars([(name(part.facet, part.key), part.count) for part in parts]),
    )
