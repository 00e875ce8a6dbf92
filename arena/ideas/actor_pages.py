"""The door to profiles: who somebody is, and the ideas they have a part in."""

from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.address import idea_address
from arena.ideas.works import profile
from arena.web.asking import read
from arena.web.pages import render


async def show(request: Request) -> Response:
    """Show the profile of a person or an organisation."""
    found = await read(request, profile, request.path_params["id"])
    page = found.page
    return render(request, "ideas/actor.html", page=page, actor=page.actor, works=found.works, address=idea_address)
