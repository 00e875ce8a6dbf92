"""The door to the journal as server-sent events: numbers of new entries, never their words."""

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.queries import idea_for
from arena.insight.choose import Chosen, choose
from arena.insight.journal import newest_id
from arena.insight.pages import wanted_of
from arena.insight.wanted import Wanted
from arena.live.seat import Seat
from arena.threads.greet import welcome
from arena.threads.stream_api import event_stream
from arena.voice import Reader


async def stream(request: Request) -> Response:
    """Hear of new entries a choice shows, from `Last-Event-ID` or `after` on."""
    journal, release = request.app.state.journal, request.app.state.release

    def sit(seat: Seat, after: int, found: tuple[Chosen, int]) -> bool:
        welcome(seat, {}, release)
        journal.sit(seat, found[0], after, found[1])
        return True

    return await event_stream(request, sit, _chosen, request.path_params.get("id"), wanted_of(request))


def _chosen(db: Connection, me: Reader, idea_id: int | None, wanted: Wanted) -> tuple[Chosen, int]:
    if idea_id:
        idea_for(db, me, idea_id)
    return choose(db, wanted, idea_id), newest_id(db)
