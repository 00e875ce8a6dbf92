"""The door to the lineage of an idea."""

from starlette.requests import Request
from starlette.responses import Response

from arena.growing.draw import draw
from arena.growing.lineage import lineage_of
from arena.ideas.address import idea_address
from arena.web.asking import read
from arena.web.pages import render
from arena.web.shared import kept_for_all


@kept_for_all
async def show(request: Request) -> Response:
    """Show where an idea came from and what came out of it."""
    graph = await read(request, lineage_of, request.path_params["id"])
    return render(request, "growing/lineage.html", graph=graph, drawing=draw(graph), address=idea_address)
