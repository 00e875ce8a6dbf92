"""The door for readers without a socket: a thread as server-sent events."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from arena.errors import Refusal
from arena.live import caps
from arena.live.seat import Seat
from arena.live.stream import EventStream, StreamWire
from arena.threads.greet import seat_of, welcome
from arena.threads.place import take_place
from arena.threads.timeline import head
from arena.web.asking import client_of, read
from arena.web.near import must_come_from_here

Sit = Callable[[Seat, int, Any], bool]


async def stream(request: Request) -> Response:
    """Read a thread live from `Last-Event-ID` or `after` on, with the same frames as over a socket."""
    hub, release = request.app.state.live.hub, request.app.state.release
    epoch = position(request.query_params.get("epoch", "0"))

    def sit(seat: Seat, after: int, thread: Any) -> bool:
        welcome(seat, {"threads": 1}, release)
        return take_place(hub, seat, thread, after, epoch)

    return await event_stream(request, sit, _head, request.path_params["id"])


async def event_stream(request: Request, sit: Sit, query: Callable[..., Any], *asked: Any) -> Response:
    """Answer with events, or say why not now. What `query` finds is handed to `sit`, which seats the reader from a
    position on, or says no.
    """
    must_come_from_here(request)
    hub, address = request.app.state.live.hub, client_of(request)
    if request.app.state.drain.begun:
        return PlainTextResponse("Restarting", 503, {"Retry-After": "2"})
    after = position(request.headers.get("last-event-id") or request.query_params.get("after", "0"))
    found = await read(request, query, *asked)
    me = request.state.me
    if caps.is_full(hub, address) or caps.has_enough(hub, me.person_id if me else None):
        return PlainTextResponse("Full", 503, {"Retry-After": "30"})
    if request.method == "HEAD":
        return Response(media_type=EventStream.media_type)
    wire = StreamWire()

    async def close(code: int, why: str) -> None:  # noqa: ARG001
        wire.end()

    seat = seat_of(me, wire, close)

    def take() -> None:
        if not sit(seat, after, found):
            wire.end()

    return EventStream(hub, seat, wire, take, address)


def position(value: str) -> int:
    """A position as a number; what is none is a program's mistake (400), and says nothing about the thread."""
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise Refusal(400, "errors.strange_form")
    return int(value)


def _head(db: Connection, _: Any, thread_id: int) -> Any:
    return head(db, thread_id)
