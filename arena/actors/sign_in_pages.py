"""The door to signing in and out."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from arena.actors.address import address
from arena.actors.device import device
from arena.actors.limits import MAILS, PASSWORDS
from arena.actors.password import fits
from arena.actors.session import close_session
from arena.actors.sign_in import ask_for_link, keys_of, sign_in
from arena.actors.sign_out import sign_out_everywhere
from arena.errors import Faults, Refusal
from arena.jobs.mailbox import exists
from arena.web.again import form_page
from arena.web.asking import act, client_of, know, read, token_of
from arena.web.cookie import forget, remember
from arena.web.forms import read_form
from arena.web.own import own_path
from arena.web.pages import go, language, render

TEMPLATE, FORGOTTEN = "actors/sign_in.html", "actors/forgotten.html"


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """The form; `how` is the button: by password, or a link by mail."""

    email: str = ""
    password: str = ""
    next: str = "/"
    how: str = "password"


async def form(request: Request) -> Response:
    """Show the form."""
    if await know(request):
        return go(request, "/")
    return form_page(request, TEMPLATE, form=SignIn(next=own_path(request.query_params.get("next", "/"))))


async def by_password_or_link(request: Request) -> Response:
    """Sign in by password, or send a link."""
    typed = await read_form(request, SignIn)
    await know(request)
    try:
        email = _checked(typed)
        if typed.how == "link":
            return await _send(request, email, "sign-in", own_path(typed.next))
        return await _by_password(request, email, typed)
    except Refusal as refusal:
        return form_page(request, TEMPLATE, refusal, form=typed)


def _checked(typed: SignIn, *, password: bool = True) -> str:
    faults = Faults()
    email = address(typed.email)
    if email is None:
        faults.add("email", "accounts.email.strange" if typed.email else "accounts.email.missing")
    if password and typed.how != "link" and not typed.password:
        faults.add("password", "accounts.password.missing")
    faults.refuse()
    return email or ""


async def _by_password(request: Request, email: str, typed: SignIn) -> Response:
    PASSWORDS.ask(email, client_of(request))
    keys = await read(request, keys_of, email)
    if not await fits(typed.password, keys.password_hash if keys else None) or keys is None:
        raise Refusal(422, "accounts.sign_in.wrong")
    token = await request.app.state.store.write(
        sign_in, keys.actor_id, keys.password_hash, device_of(request), token_of(request)
    )
    return signed_in(request, token, own_path(typed.next), "accounts.sign_in.done")


async def _send(request: Request, email: str, purpose: str, next_path: str) -> Response:
    MAILS.ask(email, client_of(request))
    state = request.app.state
    await state.store.write(ask_for_link, state.settings.address, email, language(request), purpose, next_path)
    return go(request, "/sign-in/sent")


async def sent(request: Request) -> Response:
    """Say that a mail is on its way, whatever it will say."""
    await know(request)
    return render(request, "actors/sent.html", mailbox=exists(request.app.state.settings))


async def forgotten_form(request: Request) -> Response:
    """Show the form for a new password."""
    await know(request)
    return form_page(request, FORGOTTEN, form=SignIn())


async def forgotten(request: Request) -> Response:
    """Send a link to a new password."""
    typed = await read_form(request, SignIn)
    await know(request)
    try:
        return await _send(request, _checked(typed, password=False), "password", "/")
    except Refusal as refusal:
        return form_page(request, FORGOTTEN, refusal, form=typed)


async def sign_out(request: Request) -> Response:
    """End this session; who has none is signed out already."""
    if token := token_of(request):
        await request.app.state.store.write(close_session, token)
    return forget(go(request, "/", done="accounts.sign_out.done"), request.app.state.settings)


async def everywhere(request: Request) -> Response:
    """End every session of the person."""
    await act(request, sign_out_everywhere)
    return forget(go(request, "/", done="accounts.sign_out.everywhere.done"), request.app.state.settings)


def device_of(request: Request) -> str:
    """What the browser calls itself."""
    return device(request.headers.get("user-agent", ""))


def signed_in(request: Request, token: str, to: str, done: str) -> Response:
    """Give the browser its session and lead on to where the person wanted to go."""
    answer = go(request, "/", done=done) if to == "/" else RedirectResponse(to, 303)
    return remember(answer, request.app.state.settings, token)
