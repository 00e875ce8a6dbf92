"""The door to signing up."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.actors.address import address
from arena.actors.limits import MAILS
from arena.actors.links import Link
from arena.actors.password import check_password, hash_password
from arena.actors.rules import check_name
from arena.actors.sign_up import ask_to_sign_up
from arena.errors import Faults, Refusal
from arena.web.again import form_page
from arena.web.asking import client_of, know
from arena.web.forms import read_form
from arena.web.own import own_path
from arena.web.pages import go, language

TEMPLATE = "actors/sign_up.html"


class SignUp(msgspec.Struct, forbid_unknown_fields=True):
    """The form: a password is welcome and not needed."""

    name: str = ""
    email: str = ""
    password: str = ""
    next: str = "/"


async def form(request: Request) -> Response:
    """Show the form."""
    if await know(request):
        return go(request, "/")
    return form_page(request, TEMPLATE, form=SignUp(next=own_path(request.query_params.get("next", "/"))))


async def sign_up(request: Request) -> Response:
    """Ask for an account; the answer is the same whether or not there is one."""
    typed = await read_form(request, SignUp)
    await know(request)
    state = request.app.state
    try:
        link = _checked(typed, language(request))
        MAILS.ask(link.email, client_of(request))
        if typed.password:
            link = msgspec.structs.replace(link, password_hash=await hash_password(typed.password))
        await state.store.write(ask_to_sign_up, state.settings.address, link)
    except Refusal as refusal:
        return form_page(request, TEMPLATE, refusal, form=typed)
    return go(request, "/sign-in/sent")


def _checked(typed: SignUp, lang: str) -> Link:
    faults = Faults()
    name = check_name(faults, typed.name)
    email = address(typed.email)
    if email is None:
        faults.add("email", "accounts.email.strange" if typed.email else "accounts.email.missing")
    if typed.password:
        check_password(faults, typed.password, name=name, email=email or "")
    faults.refuse()
    return Link("sign-up", lang, email=email or "", name=name, next=own_path(typed.next))
