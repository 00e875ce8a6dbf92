"""The door to the journal's pages: one idea's, with its path, and the whole city's."""

from typing import Any

from sqlalchemy import Connection, Row
from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.address import idea_address
from arena.ideas.queries import idea_for
from arena.insight.choose import Chosen, choose
from arena.insight.journal import Part, entries, newest_id
from arena.insight.pages_pieces import entry_piece
from arena.insight.path import Path, path
from arena.insight.wanted import Wanted, nouns, wanted_from
from arena.voice import Reader
from arena.web.asking import read
from arena.web.pages import language, render
from arena.web.shared import kept_for_all
from arena.words import words_in


@kept_for_all
async def city(request: Request) -> Response:
    """Show what happened on the paths of all ideas, newest first."""
    wanted = wanted_of(request)

    def look(db: Connection, _: Reader) -> tuple[Chosen, Part, int]:
        chosen = choose(db, wanted)
        return chosen, entries(db, chosen), newest_id(db)

    chosen, part, newest = await read(request, look)
    shown = _shown(request, chosen, part, newest, "/journal")
    return render(request, "insight/journal.html", idea=None, path_so_far=None, **shown)


@kept_for_all
async def of_idea(request: Request) -> Response:
    """Show the journal of an idea, and its path."""
    wanted, idea_id = wanted_of(request), request.path_params["id"]

    def look(db: Connection, me: Reader) -> tuple[Row[Any], Chosen, Part, Path | None]:
        idea = idea_for(db, me, idea_id)
        chosen = choose(db, wanted, idea_id)
        walked = path(db, idea_id) if wanted.plain and wanted.newest and idea.state != "draft" else None
        return idea, chosen, entries(db, chosen), walked

    idea, chosen, part, walked = await read(request, look)
    newest = max((entry.id for entry in part.entries), default=0)
    shown = _shown(request, chosen, part, newest, f"/ideas/{idea_id}/journal")
    home = idea_address(idea_id, idea.title)
    return render(request, "insight/journal.html", idea=idea, home=home, path_so_far=walked, **shown)


def wanted_of(request: Request) -> Wanted:
    """What the address asks for."""
    return wanted_from(request.query_params.multi_items(), request.app.state.strategies)


def _shown(request: Request, chosen: Chosen, part: Part, newest: int, base: str) -> dict[str, Any]:
    """What the template shows: entries in words, the filters, and where the script listens."""
    words, wanted = words_in(language(request)), chosen.wanted
    within = chosen.idea_id is not None
    listens = f"{base}/stream{wanted.query(after=newest)}" if wanted.newest and not wanted.unknown else ""
    return {
        "told": [entry_piece(request, entry, within=within) for entry in part.entries],
        "part": part,
        "chosen": chosen,
        "wanted": wanted,
        "base": base,
        "listens": listens,
        "nouns": nouns(),
        "more": {"one": words.raw("insight.live.news"), "status": words.raw("insight.live.status")},
    }
