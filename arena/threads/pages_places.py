"""Addresses into a thread: the place that one names, and where a form leads back to."""

from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from arena.threads.window import Place
from arena.web.own import own_path
from arena.web.pages import language


def place_of(request: Request) -> Place:
    """The place of `?no=`, `?at=2026-03-01`, `?unread=1`, `?after=` or `?before=`; what is none is `strange`."""
    told, no = request.query_params, number(request, "no")
    try:
        day = date.fromisoformat(told.get("at", ""))
    except ValueError:
        day = None
    strange = (no is None and bool(told.get("no"))) or (day is None and bool(told.get("at")))
    return Place(no, day, number(request, "after"), number(request, "before"), "unread" in told, strange)


def number(request: Request, name: str) -> int | None:
    """A number of the query, or None where there is none."""
    told = request.query_params.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else None


def go_back(request: Request, back: str, thread_id: int, anchor: str) -> Response:
    """Return to the page the form stood on."""
    path = own_path(back, f"/{language(request)}/threads/{thread_id}")
    return RedirectResponse(f"{path.partition('#')[0]}#{anchor}", 303)


def go_back_to(request: Request, back: str, thread_id: int, no: int | None, *, done: str = "") -> Response:
    """Return to a contribution on the page the form stood on, wherever in its thread it is, and say what was done."""
    path = own_path(back, f"/{language(request)}/threads/{thread_id}").partition("#")[0]
    said = f"&done={done}" if done else ""
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}no={no}{said}#post-{no}", 303)
