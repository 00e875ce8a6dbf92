"""The door to joining: a form in whose name, to which need, in which role, with what."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Refusal
from arena.ideas.count import today
from arena.ideas.join import Offer, check_offer, join
from arena.ideas.queries import idea_for
from arena.ideas.rules import carriers, carries
from arena.ideas.team import needs_of
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form, typed_as
from arena.web.pages import go, language
from arena.words.typed import day_typed, number_typed


class JoinForm(msgspec.Struct, forbid_unknown_fields=True):
    """The form as it was typed."""

    speak_as: int | None = None
    client_key: str = ""
    need: str = ""
    role: str = ""
    what: str = ""
    kind: str = ""
    amount: str = ""
    unit: str = ""
    starts: str = ""
    ends: str = ""
    message: str = ""


async def form(request: Request) -> Response:
    """Show the form; `?need=` chooses what it answers."""
    need = request.query_params.get("need", "")
    typed = JoinForm(need=need, role="contribute" if need else "", client_key=uuid4().hex)
    return await _page(request, typed)


async def join_idea(request: Request) -> Response:
    """Offer a commitment and show its page."""
    typed = await read_form(request, JoinForm)
    try:
        offer = offer_of(typed, language(request))
        number = await act_as(request, typed.speak_as, join, request.path_params["id"], offer, typed.client_key)
    except Refusal as refusal:
        return await _page(request, typed, refusal)
    return go(request, f"/commitments/{number}", done="ideas_team.join.done")


def offer_of(typed: JoinForm, lang: str) -> Offer:
    """What was typed as an offer; raises `Invalid` with everything that is wrong with it."""
    faults = Faults()
    offer = Offer(
        role=typed.role,
        what=typed.what,
        need_id=typed_as(faults, "need", typed.need, _number, "errors.unknown_choice"),
        kind=typed.kind,
        amount=typed_as(faults, "amount", typed.amount, lambda text: number_typed(text, lang), "ideas.faults.amount"),
        unit=typed.unit,
        starts=typed_as(faults, "starts", typed.starts, day_typed, "ideas_team.faults.day"),
        ends=typed_as(faults, "ends", typed.ends, day_typed, "ideas_team.faults.day"),
        message=typed.message,
    )
    check_offer(offer, faults, today(datetime.now(UTC)))
    faults.refuse()
    return offer


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ValueError(text)
    return int(text)


async def _page(request: Request, typed: JoinForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, _what_the_form_needs, request.path_params["id"])
    return form_page(request, "ideas/join.html", refusal, typed=typed, **found)


def _what_the_form_needs(db: Connection, me: Reader, idea_id: int) -> dict[str, Any]:
    idea = idea_for(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    needs = [need for need in needs_of(db, idea_id) if need.answerable]
    return {"idea": idea, "needs": needs, "carrying": carries(me, carriers(db, idea_id))}
