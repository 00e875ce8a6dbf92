"""The door to links in mails: opening one only shows a button, since mail scanners open links too."""

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.actors.change_password import set_password
from arena.actors.limits import PASSWORDS
from arena.actors.links import DeadLink, Link, look_up
from arena.actors.password import check_password, fits, hash_password
from arena.actors.session import open_session
from arena.actors.sign_in import sign_in_by_link
from arena.actors.sign_in_pages import device_of, signed_in
from arena.actors.sign_up import sign_up
from arena.errors import Faults, Invalid, Refusal
from arena.store import Tx
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import client_of, know, read, token_of
from arena.web.forms import read_form
from arena.web.pages import render

TEMPLATE = "actors/link.html"


class Press(msgspec.Struct, forbid_unknown_fields=True):
    """The button; `how` says whether the chosen password is kept."""

    token: str = ""
    password: str = ""
    how: str = "with"


async def show(request: Request) -> Response:
    """Show what the link is for."""
    token = request.query_params.get("token", "")
    try:
        link = await read(request, _find, token, demo=request.app.state.settings.demo)
    except DeadLink:
        return await _dead(request)
    return _page(request, token, link)


async def press(request: Request) -> Response:
    """Do what the link is for."""
    pressed = await read_form(request, Press)
    try:
        link = await read(request, _find, pressed.token, demo=request.app.state.settings.demo)
        try:
            return await PURPOSES[link.purpose](request, pressed, link)
        except DeadLink:
            raise
        except Refusal as refusal:
            return _page(request, pressed.token, link, refusal)
    except DeadLink:
        return await _dead(request)


async def _open_account(request: Request, pressed: Press, link: Link) -> Response:
    proven = None
    if link.password_hash and pressed.how != "without":
        PASSWORDS.ask(pressed.token, client_of(request))
        if not await fits(pressed.password, link.password_hash):
            raise Invalid({"password": ("accounts.link.other_password", {})})
        proven = link.password_hash
    before = token_of(request)

    def together(tx: Tx) -> tuple[str, str]:
        person_id, to = sign_up(tx, pressed.token, proven=proven)
        return open_session(tx, person_id, device_of(request), instead_of=before), to

    token, to = await request.app.state.store.write(together)
    return signed_in(request, token, to, "accounts.sign_up.done")


async def _sign_in(request: Request, pressed: Press, link: Link) -> Response:
    state = request.app.state
    token, to = await state.store.write(
        sign_in_by_link, pressed.token, link.purpose, device_of(request), token_of(request), demo=state.settings.demo
    )
    return signed_in(request, token, to, "accounts.sign_in.done")


async def _new_password(request: Request, pressed: Press, link: Link) -> Response:
    faults = Faults()
    check_password(faults, pressed.password, email=link.email)
    faults.refuse()
    state, new = request.app.state, await hash_password(pressed.password)
    token = await state.store.write(set_password, state.settings.address, pressed.token, new, device_of(request))
    return signed_in(request, token, "/", "accounts.password.done")


PURPOSES = {"sign-up": _open_account, "sign-in": _sign_in, "demo": _sign_in, "password": _new_password}


def _find(db: Connection, me: Reader, token: str, *, demo: bool) -> Link:  # noqa: ARG001
    return look_up(db, token, demo=demo)


def _page(request: Request, token: str, link: Link, refusal: Refusal | None = None) -> Response:
    page = form_page(request, TEMPLATE, refusal, token=token, link=link)
    page.headers["Cache-Control"] = "no-store"
    return page


async def _dead(request: Request) -> Response:
    await know(request)
    return render(request, "actors/dead_link.html", status=410)
