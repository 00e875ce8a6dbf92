"""The door to the questions of a thread."""

from starlette.requests import Request
from starlette.responses import Response

from arena.threads.pages_places import number
from arena.threads.questions import questions_in
from arena.web.asking import read
from arena.web.pages import render


async def questions(request: Request) -> Response:
    """Show a thread's questions, the open ones first of all."""
    state = request.query_params.get("state", "open")
    found = await read(request, questions_in, request.path_params["id"], state, number(request, "after") or 0)
    return render(request, "threads/questions.html", found=found)
