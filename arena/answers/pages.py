"""The public door to answers: all that an idea was answered, and what became of the promises."""

import re
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.answers.head import overdue
from arena.answers.promise import OUTCOMES
from arena.answers.promises import Place, promises
from arena.answers.queries import answers_of
from arena.ideas.address import idea_address
from arena.web.asking import read
from arena.web.forms import fill
from arena.web.kept import kept_for_visitors
from arena.web.pages import render
from arena.web.shared import kept_for_all

PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,15})")
Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]


class Chosen(msgspec.Struct):
    """Which promises are shown: in which state, of which office, after which one."""

    state: Literal["", "kept", "late", "missed", "open"] = ""
    office: Number | None = None
    after: str = ""

    def address(self, **change: object) -> str:
        """The page's address with something changed; it begins at the top unless told otherwise."""
        told = msgspec.structs.asdict(self) | {"after": ""} | change
        query = urlencode({name: value for name, value in told.items() if value})
        return f"/promises?{query}" if query else "/promises"


@kept_for_visitors
async def show(request: Request) -> Response:
    """Show every answer to an idea."""
    found = await read(request, answers_of, request.path_params["id"])
    mine = {row.id for row in found.offices}
    context: dict[str, Any] = {"idea": found.idea, "answers": found.answers, "mine": mine, "offices": found.offices}
    context["past"] = overdue
    return render(request, "answers/show.html", home=idea_address(found.idea.id, found.idea.title), **context)


@kept_for_all
async def all_promises(request: Request) -> Response:
    """Show how promises were kept, and which ones they are."""
    chosen = fill(request.query_params, Chosen)
    found = await read(request, promises, chosen.state, chosen.office, _place(chosen.after))
    older = chosen.address(after=f"{found.after[0].isoformat()}.{found.after[1]}") if found.after else None
    context: dict[str, Any] = {"found": found, "chosen": chosen, "older": older, "outcomes": OUTCOMES}
    return render(request, "answers/promises.html", **context)


def _place(after: str) -> Place | None:
    """Where a page begins; what is no place begins at the top."""
    match = PLACE.fullmatch(after)
    try:
        return (date.fromisoformat(match[1]), int(match[2])) if match else None
    except ValueError:
        return None
