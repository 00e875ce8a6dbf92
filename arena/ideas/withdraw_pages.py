"""The door to withdrawing an idea."""

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Invalid, Refusal
from arena.ideas.address import idea_address
from arena.ideas.show import IdeaPage, idea_page
from arena.ideas.withdraw import withdraw
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form
from arena.web.pages import go


class WithdrawForm(msgspec.Struct, forbid_unknown_fields=True):
    """A reason, and in whose name."""

    reason: str = ""
    speak_as: int | None = None


async def ask(request: Request) -> Response:
    """Ask for the reason before an idea is withdrawn."""
    page = await read(request, _to_withdraw, request.path_params["id"])
    return _form(request, page, WithdrawForm(speak_as=page.idea.actor_id))


async def send(request: Request) -> Response:
    """Withdraw the idea."""
    form = await read_form(request, WithdrawForm)
    page = await read(request, _to_withdraw, request.path_params["id"])
    try:
        await act_as(request, form.speak_as, withdraw, page.idea.id, form.reason)
    except Invalid as invalid:
        return _form(request, page, form, invalid)
    return go(request, idea_address(page.idea.id, page.idea.title), done="ideas.withdraw.done")


def _to_withdraw(db: Connection, me: Reader, idea_id: int) -> IdeaPage:
    page = idea_page(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if not page.carries:
        raise Refusal(403, "errors.not_yours")
    if page.idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    return page


def _form(request: Request, page: IdeaPage, form: WithdrawForm, invalid: Invalid | None = None) -> Response:
    return form_page(request, "ideas/withdraw.html", invalid, page=page, form=form, address=idea_address)
