"""The door to updates as everybody reads them, and to their pictures."""

from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.address import idea_address
from arena.projects.own import update_page
from arena.projects.picture import file_of
from arena.projects.show import project_head
from arena.projects.updates import PAGE, newest_updates
from arena.web.asking import read
from arena.web.forms import fill
from arena.web.kept import kept_for_visitors
from arena.web.pages import render

Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


class Before(msgspec.Struct):
    """Where a page of updates begins."""

    before: Number | None = None


@kept_for_visitors
async def list_all(request: Request) -> Response:
    """All updates of a project, newest first, a page at a time."""
    before, idea_id = fill(request.query_params, Before).before, request.path_params["id"]
    idea, found = await read(
        request, lambda db, me: (project_head(db, me, idea_id), newest_updates(db, idea_id, PAGE + 1, before))
    )
    older = found[PAGE - 1].row.id if len(found) > PAGE else None
    home = idea_address(idea.id, idea.title)
    return render(request, "projects/updates.html", idea=idea, updates=found[:PAGE], older=older, home=home)


@kept_for_visitors
async def show(request: Request) -> Response:
    """One update with all its pictures and revisions."""
    found = await read(request, update_page, request.path_params["id"])
    home = idea_address(found.idea.id, found.idea.title)
    return render(request, "projects/update.html", page=found, idea=found.idea, home=home)


async def picture(request: Request) -> Response:
    """A picture's file; the same for everybody, so nobody is asked for."""
    raw = await request.app.state.store.read(file_of, request.path_params["id"], request.path_params["width"])
    return Response(raw, 200, FOR_EVER, "image/webp")
