"""The door to the journal as server-sent events: numbers of new entries, never their words."""

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from arena.ideas.queries import idea_for
from arena.insight.choose import Chosen, choose
from arena.insight.journal import newest_id
from arena.insight.pages import wanted_of
from arena.insight.wanted import Wanted
from arena.live import caps
from arena.live.stream import EventStream, StreamWire
from arena.threads.greet import seat_of, welcome
from arena.threads.stream_api import position
from arena.voice import Reader
from arena.web.asking import client_of, read
from arena.web.near import must_come_from_here


async def stream(request: Request) -> Response:
    """Hear of new entries a choice shows, from `Last-Event-ID` or `after` on."""
    must_come_from_here(request)
    hub, address = request.app.state.live.hub, client_of(request)
    if request.app.state.drain.begun:
        return PlainTextResponse("Restarting", 503, {"Retry-After": "2"})
    after = position(request.headers.get("last-event-id") or request.query_params.get("after", "0"))
    chosen, newest = await read(request, _chosen, request.path_params.get("id"), wanted_of(request))
    me = request.state.me
    if caps.is_full(hub, address) or caps.has_enough(hub, me.person_id if me else None):
        return PlainTextResponse("Full", 503, {"Retry-After": "30"})
    if request.method == "HEAD":
        return Response(media_type=EventStream.media_type)
    wire = StreamWire()

    async def close(code: int, why: str) -> None:  # noqa: ARG001
        wire.end()

    seat = seat_of(me, wire, close)

    def sit() -> None:
        welcome(seat, {}, request.app.state.release)
        request.app.state.journal.sit(seat, chosen, after, newest)

    return EventStream(hub, seat, wire, sit, address)


def _chosen(db: Connection, me: Reader, idea_id: int | None, wanted: Wanted) -> tuple[Chosen, int]:
    if idea_id:
        idea_for(db, me, idea_id)
    return choose(db, wanted, idea_id), newest_id(db)
