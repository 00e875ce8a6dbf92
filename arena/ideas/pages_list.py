"""The list's door: the page of ideas with its filters and its search, and similar ideas for a form."""

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.card import face_of
from arena.ideas.check import SUMMARY, TITLE
from arena.ideas.facets import Facets, name_of
from arena.ideas.filters import FACETS, RELEVANT, Wanted, wanted_from
from arena.ideas.listing import Listing, chosen_ideas
from arena.ideas.pages_pieces import card_piece, piece
from arena.ideas.shelf import SORTS
from arena.ideas.similar import similar
from arena.store.text import clean_line
from arena.strategy.versions import Strategies
from arena.voice import Reader
from arena.web.asking import read
from arena.web.kept import slot
from arena.web.pages import language, render
from arena.web.shared import kept_for_all
from arena.words import words_in
from arena.words.words import Words


@kept_for_all
async def ideas(request: Request) -> Response:
    """Show the ideas a choice of filters and words leaves, twenty at a time."""
    state, lang = request.app.state, language(request)
    strategies, words = state.strategies, words_in(lang)
    wanted = wanted_from(request.query_params.multi_items(), strategies)
    key = ("list", lang, wanted.query(), wanted.unknown)

    def look(db: Connection, _: Reader) -> tuple[tuple[int, int], Markup | Listing]:
        state.shelf.refresh(db)
        mark = (state.shelf.version, slot())
        return mark, state.lists.get(key, mark) or chosen_ideas(db, state.shelf, strategies, wanted)

    mark, found = await read(request, look)
    chosen = _chosen(strategies, words, wanted)
    if isinstance(found, Listing):
        found = state.lists.put(key, mark, _list(request, wanted, found, chosen))
    what = words.list([name for name, _ in chosen])
    return render(request, "ideas/list.html", wanted=wanted, list=found, what=what)


def _list(request: Request, wanted: Wanted, listing: Listing, chosen: list[tuple[str, str]]) -> Markup:
    """All that is between head and foot, which is the same whoever reads it."""
    strategies, words = request.app.state.strategies, words_in(language(request))
    return piece(
        request,
        "ideas/_list.html",
        wanted=wanted,
        total=listing.total,
        cards=[card_piece(request, card) for card in listing.cards],
        groups=Facets(strategies, words, wanted, listing).groups(),
        chosen=chosen,
        sorts=_sorts(wanted),
        older=wanted.from_place(listing.after).query() if listing.after else None,
    )


def _chosen(strategies: Strategies, words: Words, wanted: Wanted) -> list[tuple[str, str]]:
    """What is chosen by name, each with the query of the choice without it."""
    chosen = [
        (name_of(strategies, words, facet, value), wanted.toggled(facet, value).query())
        for facet in FACETS
        for value in sorted(wanted.of(facet))
    ]
    if wanted.q:
        chosen.insert(0, (words.t("listing.words", q=wanted.q), wanted.without_words().query()))
    return chosen


def _sorts(wanted: Wanted) -> list[tuple[str, str]]:
    """The orders to choose from, each with the query that asks for it."""
    return [(sort, wanted.sorted_by(sort).query()) for sort in ((RELEVANT,) if wanted.q else ()) + SORTS]


async def similar_ideas(request: Request) -> Response:
    """A piece of a page: published ideas like the title (and summary) being typed."""
    query = request.query_params
    cards = await read(
        request, similar, clean_line(query.get("title", ""))[:TITLE], clean_line(query.get("summary", ""))[:SUMMARY]
    )
    strategies, lang = request.app.state.strategies, language(request)
    return render(request, "ideas/_similar.html", faces=[face_of(card, strategies, lang) for card in cards])
