"""The door to invitations to carry: invite out of the thread, answer, take back."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.growing.invite import accept, decline, invite, take_back
from arena.growing.invited import invitation_for, to_invite
from arena.ideas.address import idea_address
from arena.web.again import form_page
from arena.web.asking import act_as, must_sign_in, read
from arena.web.forms import read_form
from arena.web.pages import go

ACTS = {"accept": accept, "decline": decline, "take-back": take_back}


class InviteForm(msgspec.Struct, forbid_unknown_fields=True):
    """A word to an invitation, or to its answer, as it was typed."""

    word: str = ""
    speak_as: int | None = None


async def ask(request: Request) -> Response:
    """Show the form to invite whoever made a contribution."""
    return await _form(request)


async def send(request: Request) -> Response:
    """Invite them."""
    form, post_id = await read_form(request, InviteForm), request.path_params["id"]
    me = await must_sign_in(request)
    try:
        request.app.state.pace.check(me.person_id, "post")
        number = await act_as(request, form.speak_as, invite, post_id, form.word)
    except Refusal as refusal:
        return await _form(request, form, refusal)
    return go(request, f"/invitations/{number}", done="growing.invite.done")


async def _form(request: Request, typed: InviteForm | None = None, refusal: Refusal | None = None) -> Response:
    found = await read(request, to_invite, request.path_params["id"])
    shown = {"found": found, "idea": found.idea, "item": found.item, "typed": typed or InviteForm()}
    return form_page(request, "growing/invite.html", refusal, address=idea_address, **shown)


async def show(request: Request) -> Response:
    """Show an invitation to both of its sides."""
    return await _page(request)


async def answer(request: Request) -> Response:
    """Accept, decline, or take back."""
    act, form, number = request.path_params["act"], await read_form(request, InviteForm), request.path_params["id"]
    if act not in ACTS:
        raise Missing
    try:
        await act_as(request, form.speak_as, ACTS[act], number, form.word)
    except Refusal as refusal:
        return await _page(request, act, form, refusal)
    return go(request, f"/invitations/{number}", done=f"growing.{act.replace('-', '_')}_carrying.done")


async def _page(
    request: Request, act: str = "", typed: InviteForm | None = None, refusal: Refusal | None = None
) -> Response:
    seen = await read(request, invitation_for, request.path_params["id"])
    shown = {"seen": seen, "one": seen.one, "idea": seen.idea, "act": act, "typed": typed or InviteForm()}
    return form_page(request, "growing/invitation.html", refusal, address=idea_address, **shown)
