"""The door to windows of a thread: a piece for a gap, and reading marked as done."""

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing
from arena.threads.pages_pieces import pieces_for
from arena.threads.pages_places import go_back, place_of
from arena.threads.read import mark_read
from arena.threads.show import Timeline, timeline
from arena.threads.timeline import head
from arena.threads.window import Place
from arena.voice import Reader
from arena.web.asking import do, read
from arena.web.forms import read_form
from arena.web.kept import kept_for_visitors
from arena.web.own import own_path
from arena.web.pages import language, render


class ReadForm(msgspec.Struct, forbid_unknown_fields=True):
    """How far somebody has read."""

    no: int = 0
    back: str = ""


def public(db: Connection, me: Reader, thread_id: int, place: Place) -> Timeline:
    """The window of a public thread, else 404."""
    head(db, thread_id)
    return timeline(db, me, thread_id, place)


@kept_for_visitors
async def part(request: Request) -> Response:
    """A piece of a thread for a gap: the items after or before a position, as the page draws them."""
    place = place_of(request)
    if place.after is None and place.before is None:
        raise Missing
    thread = await read(request, public, request.path_params["id"], place)
    back = own_path(request.query_params.get("back", ""), f"/{language(request)}/threads/{thread.id}")
    more = thread.later if place.after is not None else thread.earlier
    return render(request, "threads/part.html", thread=thread, more=more, piece=pieces_for(request, thread, back))


async def mark(request: Request) -> Response:
    """Remember that everything up to a contribution was read."""
    form = await read_form(request, ReadForm)
    thread_id = request.path_params["id"]
    await do(request, lambda tx, me: mark_read(tx, me.person_id, thread_id, form.no))
    return go_back(request, form.back, thread_id, "thread")
