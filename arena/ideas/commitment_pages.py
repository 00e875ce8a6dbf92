"""The door to commitments: one with its history and what can be done, and all that concern a reader."""

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.ideas.commitments import Mine, commitment_for, commitments_of
from arena.ideas.states import MOVES
from arena.ideas.step import step
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form
from arena.web.pages import go, render


class StepForm(msgspec.Struct, forbid_unknown_fields=True):
    """An act on a commitment as it was typed."""

    speak_as: int | None = None
    sentence: str = ""


async def show(request: Request) -> Response:
    """A commitment with its history and what this reader may do."""
    return await _page(request)


async def take_step(request: Request) -> Response:
    """Accept, decline, start, fulfil, leave or release."""
    act, typed = request.path_params["act"], await read_form(request, StepForm)
    if act not in MOVES:
        raise Missing
    try:
        await act_as(request, typed.speak_as, step, request.path_params["id"], act, typed.sentence)
    except Refusal as refusal:
        return await _page(request, act, typed, refusal)
    return go(request, f"/commitments/{request.path_params['id']}", done=f"ideas_team.{act}.done")


async def mine(request: Request) -> Response:
    """What a reader and their organisations committed to, and what waits for their answer."""
    return render(request, "ideas/commitments.html", mine=await read(request, _mine))


async def _page(
    request: Request, act: str = "", typed: StepForm | None = None, refusal: Refusal | None = None
) -> Response:
    seen = await read(request, commitment_for, request.path_params["id"])
    context = {"seen": seen, "one": seen.one, "act": act, "typed": typed or StepForm()}
    return form_page(request, "ideas/commitment.html", refusal, **context)


def _mine(db: Connection, me: Reader) -> Mine:
    if me is None:
        raise Refusal(401, "errors.sign_in")
    return commitments_of(db, me)
