"""The door to the boxes of an idea's page by themselves: what a page that is open asks for when something happened."""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.address import idea_address
from arena.ideas.count import today
from arena.ideas.show import Boxes, boxes_of
from arena.ideas.ties import Ties
from arena.web.asking import read
from arena.web.forms import fill
from arena.web.kept import kept_by_address
from arena.web.pages import language, page
from arena.web.pieces import Draw, pieces


class Heard(msgspec.Struct):
    """The change of the idea's thread that a page has heard of, and the number of a word that left no trace there."""

    after: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0
    n: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0


def drawn(request: Request, boxes: Boxes, ties: Ties) -> Draw:
    """Draws the parts of an idea's page that say the same to all with the same ties, on the page and by themselves."""
    idea = boxes.idea
    shown = {"idea": idea, "text": boxes.text, "needs": boxes.needs, "team": boxes.team, **boxes.beside}
    shown |= {"share": address_to_share(request, idea), "today": today(datetime.now(UTC))}
    return pieces(request, idea.id, {"ties": ties}, shown)


def address_to_share(request: Request, idea: Any) -> str:
    """The whole address of an idea's page."""
    return f"{request.app.state.settings.address}/{language(request)}{idea_address(idea.id, idea.title)}"


@kept_by_address
async def show(request: Request) -> Response:
    """Show the boxes as this reader sees them; visitors who heard of the same change share one answer."""
    heard = fill(request.query_params, Heard)
    boxes, ties = await read(request, boxes_of, request.path_params["id"], heard.after)
    html = drawn(request, boxes, ties)("ideas/boxes.html")
    return page(request, html)
