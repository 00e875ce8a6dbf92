"""The door to the journal as data: tables, JSON, a part at a time for programs, and feeds."""

from collections.abc import AsyncIterator, Callable

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from arena.ideas.queries import idea_for
from arena.insight.choose import Chosen, choose
from arena.insight.export import as_csv, as_json, record
from arena.insight.feed import feed
from arena.insight.journal import Part, entries
from arena.insight.pages import wanted_of
from arena.insight.wanted import Wanted
from arena.store import Store
from arena.voice import Reader
from arena.web.asking import read
from arena.web.pages import etagged, language
from arena.words import words_in

Writing = Callable[[Store, Chosen, str, str], AsyncIterator[bytes]]


async def table(request: Request) -> Response:
    """The journal, or one idea's, as CSV."""
    return await _streamed(request, as_csv, "csv", "text/csv; charset=utf-8")


async def data(request: Request) -> Response:
    """The journal, or one idea's, as JSON."""
    return await _streamed(request, as_json, "json", "application/json")


async def part(request: Request) -> Response:
    """A page of entries as JSON, with the cursors to what is older and newer."""
    found, _ = await read(request, _page, None, wanted_of(request))
    site = request.app.state.settings.address
    lang = "en" if request.query_params.get("lang") == "en" else "de"
    told = {"entries": [record(entry, lang, site) for entry in found.entries]}
    ways = {"older": str(found.older) if found.older else None, "newer": str(found.newer) if found.newer else None}
    return etagged(request, msgspec.json.encode(told | ways), "application/json")


async def atom(request: Request) -> Response:
    """The newest entries as a feed; a reader that has them already hears so."""
    idea_id = request.path_params.get("id")
    found, title = await read(request, _page, idea_id, Wanted())
    words, lang = words_in(language(request)), language(request)
    of = {"idea": title, "site": words.t("layout.site.name")}
    name = words.t("insight.feed.idea", **of) if idea_id else words.t("insight.feed.city", **of)
    base = f"/{lang}/ideas/{idea_id}" if idea_id else f"/{lang}"
    site = request.app.state.settings.address
    body = feed(found.entries, words, site, f"{base}/feed.atom", f"{base}/journal", name)
    return etagged(request, body, "application/atom+xml; charset=utf-8")


def _page(db: Connection, me: Reader, idea_id: int | None, wanted: Wanted) -> tuple[Part, str]:
    title = idea_for(db, me, idea_id).title if idea_id else ""
    return entries(db, choose(db, wanted, idea_id)), title


async def _streamed(request: Request, writing: Writing, kind: str, media: str) -> Response:
    wanted, idea_id = wanted_of(request), request.path_params.get("id")
    chosen = await read(request, _chosen, idea_id, wanted)
    state = request.app.state
    body = writing(state.store, chosen, language(request), state.settings.address)
    name = f"journal-{idea_id}.{kind}" if idea_id else f"journal.{kind}"
    return StreamingResponse(
        body,
        media_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"},
    )


def _chosen(db: Connection, me: Reader, idea_id: int | None, wanted: Wanted) -> Chosen:
    if idea_id:
        idea_for(db, me, idea_id)
    return choose(db, wanted, idea_id)
