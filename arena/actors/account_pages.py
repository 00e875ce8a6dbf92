"""The door to one's own account: profile, name to speak in, password, sessions."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.actors.change_password import change_password
from arena.actors.change_profile import change_own
from arena.actors.limits import MAILS, PASSWORDS
from arena.actors.password import check_password, fits, hash_password
from arena.actors.queries import account
from arena.actors.rules import ABOUT, check_name
from arena.actors.session import hashed, prefer_voice
from arena.actors.sign_in import ask_for_link, own_keys
from arena.actors.sign_out import sign_out_other
from arena.errors import Faults, Invalid, Refusal
from arena.voice import Me, Reader
from arena.web.again import form_page
from arena.web.asking import act, act_as, client_of, read, token_of
from arena.web.forms import read_form
from arena.web.pages import go
from arena.words import LANGUAGES

HERE = "/me/settings"
T = TypeVar("T")


class Own(msgspec.Struct, forbid_unknown_fields=True):
    """The form of one's own profile."""

    name: str = ""
    about: str = ""
    language: str = "de"


class NewPassword(msgspec.Struct, forbid_unknown_fields=True):
    """The form of a new password; names as password managers know them."""

    password: str = ""
    new_password: str = ""


class Speaker(msgspec.Struct, forbid_unknown_fields=True):
    """The form that chooses in whose name to speak."""

    speak_as: int = 0


class Ended(msgspec.Struct, forbid_unknown_fields=True):
    """The form that ends a session."""

    session: str = ""


async def settings(request: Request) -> Response:
    """Show the account."""
    return await _page(request)


async def change(request: Request) -> Response:
    """Change one's own profile."""
    typed = await read_form(request, Own)
    try:
        faults = Faults()
        name = check_name(faults, typed.name)
        faults.text("about", typed.about, least=0, most=ABOUT)
        faults.one_of("language", typed.language, LANGUAGES)
        faults.refuse()
    except Invalid as refusal:
        return await _page(request, refusal, own=typed)
    await act(request, change_own, name, typed.about, typed.language)
    return go(request, HERE, done="accounts.profile.done")


async def speak_as(request: Request) -> Response:
    """Choose in whose name to speak."""
    typed = await read_form(request, Speaker)
    login = hashed(token_of(request) or "")
    await act_as(request, typed.speak_as, prefer_voice, login)
    return go(request, HERE, done="accounts.voice.done")


async def new_password(request: Request) -> Response:
    """Change the password, knowing the old one."""
    typed = await read_form(request, NewPassword)
    me, keys = await read(request, _me_and, own_keys)
    try:
        PASSWORDS.ask(keys.email, client_of(request))
        if not await fits(typed.password, keys.password_hash):
            raise Invalid({"password": ("accounts.password.wrong", {})})
        faults = Faults()
        check_password(faults, typed.new_password, name=me.name, email=keys.email or "", field="new_password")
        faults.refuse()
        new, site = await hash_password(typed.new_password), request.app.state.settings.address
        await act(request, change_password, site, me.login, keys.password_hash, new)
    except Refusal as refusal:
        return await _page(request, refusal)
    return go(request, HERE, done="accounts.password.done")


async def password_link(request: Request) -> Response:
    """Send a link to a new password."""
    _, keys = await read(request, _me_and, own_keys)
    MAILS.ask(keys.email, client_of(request))
    state = request.app.state
    await state.store.write(ask_for_link, state.settings.address, keys.email or "", keys.language, "password")
    return go(request, "/sign-in/sent")


async def end_session(request: Request) -> Response:
    """End another of one's own sessions."""
    typed = await read_form(request, Ended)
    await act(request, sign_out_other, typed.session)
    return go(request, HERE, done="accounts.sessions.done")


async def _page(request: Request, refusal: Refusal | None = None, own: Own | None = None) -> Response:
    me, mine = await read(request, _me_and, account)
    own = own or Own(me.name, mine.about, mine.language)
    return form_page(request, "actors/settings.html", refusal, own=own, mine=mine)


def _me_and(db: Connection, me: Reader, query: Callable[[Connection, Me], T]) -> tuple[Me, T]:
    """A query for a signed-in person alone; visitors are asked to sign in."""
    if me is None:
        raise Refusal(401, "errors.sign_in")
    return me, query(db, me)
