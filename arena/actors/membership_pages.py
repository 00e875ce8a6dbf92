"""The door to memberships: invite, accept, change a mandate, leave."""

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.actors.accept import accept, decline, offers
from arena.actors.address import address
from arena.actors.invite import invite, take_back
from arena.actors.leave import end_membership, leave
from arena.actors.limits import MAILS
from arena.actors.mandate import change_mandate
from arena.actors.model import Invitation
from arena.actors.queries import ActorPage, AnyRow, actor_page
from arena.actors.rules import check_mandate, must_steward
from arena.errors import Faults, Refusal
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act, client_of, read
from arena.web.forms import read_form
from arena.web.pages import go, render

TEMPLATE = "actors/members.html"


class Mandate(msgspec.Struct, forbid_unknown_fields=True):
    """The form of a member's mandate; `steward` is a box, ticked or absent."""

    mandate: str = ""
    steward: str = ""


class Invite(Mandate, forbid_unknown_fields=True):
    """The form of an invitation."""

    email: str = ""


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    """The form that answers an invitation."""

    answer: str = ""


async def members(request: Request) -> Response:
    """Show members and invitations to those who keep the organisation."""
    return await _page(request)


async def send_invitation(request: Request) -> Response:
    """Invite somebody by e-mail."""
    typed = await read_form(request, Invite)
    faults = Faults()
    email = address(typed.email)
    if email is None:
        faults.add("email", "accounts.email.strange" if typed.email else "accounts.email.missing")
    mandate = check_mandate(faults, typed.mandate)
    try:
        faults.refuse()
        MAILS.ask(email, client_of(request))
        site, steward = request.app.state.settings.address, bool(typed.steward)
        await act(request, invite, site, request.path_params["id"], email or "", mandate, steward=steward)
    except Refusal as refusal:
        return await _page(request, refusal, typed)
    return _back(request, "actors.invite.done")


async def take_invitation_back(request: Request) -> Response:
    """Take an invitation back."""
    await act(request, take_back, request.path_params["id"], request.path_params["invitation"])
    return _back(request, "actors.take_back.done")


async def invitation(request: Request) -> Response:
    """Show an invitation to whom it was sent."""
    offer = await read(request, _offer, request.path_params["id"])
    return render(request, "actors/invitation.html", offer=offer)


async def answer(request: Request) -> Response:
    """Accept or decline an invitation."""
    number = request.path_params["id"]
    if (await read_form(request, Answer)).answer == "decline":
        await act(request, decline, number)
        return go(request, f"/actors/{number}", done="actors.decline.done")
    await act(request, accept, number)
    return go(request, f"/actors/{number}", done="actors.accept.done")


async def mandate(request: Request) -> Response:
    """Change a member's mandate."""
    typed = await read_form(request, Mandate)
    faults = Faults()
    told = check_mandate(faults, typed.mandate)
    numbers = request.path_params["id"], request.path_params["person"]
    try:
        faults.refuse()
        await act(request, change_mandate, *numbers, told, steward=bool(typed.steward))
    except Refusal as refusal:
        return await _page(request, refusal)
    return _back(request, "actors.mandate.done")


async def end(request: Request) -> Response:
    """End a member's mandate."""
    try:
        await act(request, end_membership, request.path_params["id"], request.path_params["person"])
    except Refusal as refusal:
        return await _page(request, refusal)
    return _back(request, "actors.end.done")


async def give_back(request: Request) -> Response:
    """Leave the organisation."""
    number = request.path_params["id"]
    await act(request, leave, number)
    return go(request, f"/actors/{number}", done="actors.leave.done")


async def _page(request: Request, refusal: Refusal | None = None, form: Invite | None = None) -> Response:
    page = await read(request, _kept_page, request.path_params["id"])
    return form_page(request, TEMPLATE, refusal, page=page, actor=page.actor, form=form or Invite())


def _kept_page(db: Connection, me: Reader, number: int) -> ActorPage:
    if me is None:
        raise Refusal(401, "errors.sign_in")
    must_steward(db, me.own, number)
    return actor_page(db, me, number)


def _offer(db: Connection, me: Reader, number: int) -> AnyRow | None:
    """The invitation, or None where the one who is signed in was not meant."""
    if me is None:
        raise Refusal(401, "errors.sign_in")
    return db.execute(offers(me.person_id).where(Invitation.organisation_id == number)).first()


def _back(request: Request, done: str) -> Response:
    return go(request, f"/organisations/{request.path_params['id']}/members", done=done)
