"""The door to the boxes of an idea's page by themselves: what a page that is open asks for when something happened."""

from typing import Annotated, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.address import idea_address
from arena.ideas.show import Boxes, boxes_of
from arena.web.asking import read
from arena.web.forms import fill
from arena.web.kept import kept_by_address
from arena.web.pages import language, render


class Heard(msgspec.Struct):
    """The change of the idea's thread that a page has heard of, and the number of a word that left no trace there."""

    after: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0
    n: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0


def in_boxes(request: Request, boxes: Boxes) -> dict[str, Any]:
    """What the templates of the boxes want to know, on the page and by themselves."""
    idea = boxes.page.idea
    share = f"{request.app.state.settings.address}/{language(request)}{idea_address(idea.id, idea.title)}"
    shown = {"page": boxes.page, "idea": idea, "needs": boxes.needs, "team": boxes.team, "share": share}
    return shown | {"opening": boxes.opening, **boxes.beside}


@kept_by_address
async def show(request: Request) -> Response:
    """Show the boxes as this reader sees them; visitors who heard of the same change share one answer."""
    heard = fill(request.query_params, Heard)
    boxes = await read(request, boxes_of, request.path_params["id"], heard.after)
    return render(request, "ideas/boxes.html", **in_boxes(request, boxes))
