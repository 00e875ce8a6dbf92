"""The door to profiles: who somebody is, and the ideas they have a part in."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.address import idea_address
from arena.ideas.works import profile
from arena.web.asking import read
from arena.web.pages import render


async def show(request: Request) -> Response:
    """Show the profile of a person or an organisation."""
    found = await read(request, profile, request.path_params["id"])
    lists: dict[str, Any] = {"works": found.works, "done": found.done, **found.beside}
    return render(request, "ideas/actor.html", page=found.page, actor=found.page.actor, address=idea_address, **lists)
