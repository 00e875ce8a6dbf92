"""The door to taking something along: support and following by one click, a commitment on a page of its own."""

from typing import Annotated, Literal

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.growing.along import RUNNING, bring_along, move_commitment, present_idea
from arena.ideas.commitments import CommitmentSeen, commitment_for
from arena.ideas.queries import Found, idea_for
from arena.voice import Reader
from arena.web.asking import act, act_as, read
from arena.web.forms import read_form
from arena.web.pages import go, render


class AlongForm(msgspec.Struct, forbid_unknown_fields=True):
    """What goes along, or not, to which idea; `back` is where the question stood."""

    to: Annotated[int, msgspec.Meta(ge=1, le=10**15)]
    what: Literal["support", "follow"]
    take: bool = True
    back: Literal["idea", "mine"] = "idea"


class MoveForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whether a commitment goes along, and in whose name this is said."""

    take: bool = True
    speak_as: int | None = None


async def bring(request: Request) -> Response:
    """Take support or following along, or leave it."""
    form, here = await read_form(request, AlongForm), request.path_params["id"]
    target = await act(request, bring_along, here, form.to, form.what, form.take)
    done = "growing.along.done" if form.take else "growing.stay.done"
    return go(request, "/ideas/mine" if form.back == "mine" else f"/ideas/{target}", done=done)


async def ask(request: Request) -> Response:
    """Ask whether a commitment goes along."""
    seen, target = await read(request, _to_move, request.path_params["id"])
    return render(request, "growing/along.html", seen=seen, one=seen.one, target=target)


async def move(request: Request) -> Response:
    """Take it along, or end it."""
    form = await read_form(request, MoveForm)
    target = await act_as(request, form.speak_as, move_commitment, request.path_params["id"], form.take)
    return go(request, f"/ideas/{target}", done="growing.move.done" if form.take else "growing.leave.done")


def _to_move(db: Connection, me: Reader, commitment_id: int) -> tuple[CommitmentSeen, Found]:
    """A commitment of the reader to an idea that merged, and the idea that goes on."""
    seen = commitment_for(db, me, commitment_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if seen.idea.merged_into is None:
        raise Missing
    if not me.speaks_for(seen.one.actor_id):
        raise Refusal(403, "errors.not_yours")
    if seen.one.state not in RUNNING or seen.one.role == "carry":
        raise Refusal(409, "growing.refused.answered")
    return seen, idea_for(db, me, present_idea(db, seen.idea.id))
