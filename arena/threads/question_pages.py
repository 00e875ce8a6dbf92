"""The door to the questions of a thread."""

from starlette.requests import Request
from starlette.responses import Response

from arena.threads.home import home_of
from arena.threads.pages_places import number
from arena.threads.questions import questions_in
from arena.web.asking import read
from arena.web.pages import render


async def questions(request: Request) -> Response:
    """Show a thread's questions, the open ones first of all."""
    state = request.query_params.get("state", "open")
    thread_id = request.path_params["id"]
    found = await read(request, questions_in, thread_id, state, number(request, "after") or 0)
    home = await read(request, lambda db, _: home_of(db, thread_id))
    return render(request, "threads/questions.html", found=found, home=home)
