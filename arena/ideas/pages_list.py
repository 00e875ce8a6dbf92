"""The list's door: the page of ideas with its filters and its search."""

from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.card import face_of
from arena.ideas.check import SUMMARY, TITLE
from arena.ideas.facets import Facets, name_of
from arena.ideas.filters import FACETS, RELEVANT, Wanted, wanted_from
from arena.ideas.listing import list_ideas
from arena.ideas.shelf import SORTS
from arena.ideas.similar import similar
from arena.store.text import clean_line
from arena.web.asking import read
from arena.web.pages import language, render
from arena.words import words_in


async def ideas(request: Request) -> Response:
    """Show the ideas a choice of filters and words leaves, twenty at a time."""
    strategies, words = request.app.state.strategies, words_in(language(request))
    wanted = wanted_from(request.query_params.multi_items(), strategies)
    listing = await read(request, list_ideas, request.app.state.shelf, strategies, wanted)
    chosen = [
        (name_of(strategies, words, facet, value), wanted.toggled(facet, value).query())
        for facet in FACETS
        for value in sorted(wanted.of(facet))
    ]
    if wanted.q:
        chosen.insert(0, (words.t("listing.words", q=wanted.q), wanted.without_words().query()))
    return render(
        request,
        "ideas/list.html",
        wanted=wanted,
        listing=listing,
        faces=[face_of(card, strategies, words.lang) for card in listing.cards],
        groups=Facets(strategies, words, wanted, listing).groups(),
        chosen=chosen,
        what=words.list([name for name, _ in chosen]),
        sorts=_sorts(wanted),
        older=wanted.from_place(listing.after).query() if listing.after else None,
    )


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
