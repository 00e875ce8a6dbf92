"""Asking the store on behalf of a request: who asks is found in the same transaction as the answer."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from starlette.requests import HTTPConnection, Request

from arena.errors import Refusal
from arena.settings import Settings
from arena.store import Store, Tx
from arena.voice import Me, Reader, Voice
from arena.web.heads import Heads

P = ParamSpec("P")
T = TypeVar("T")


def cookie_name(settings: Settings) -> str:
    """The session cookie: bound to this very host where the Arena is reached over HTTPS."""
    return "__Host-arena" if settings.secure else "arena"


def token_of(connection: HTTPConnection) -> str | None:
    """The session token a browser sent, if any."""
    return connection.cookies.get(cookie_name(connection.app.state.settings))


def client_of(connection: HTTPConnection) -> str:
    """The address a request came from, for limits; behind a trusted proxy the one it names."""
    return connection.client.host if connection.client else "?"


async def read(
    request: Request, query: Callable[Concatenate[Connection, Reader, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run `query(db, reader, …)` in one snapshot; afterwards `request.state.me` is the reader.

    A page that is made for all (`arena/web/shared.py`) is asked for as by a visitor.
    """
    token, heads, shared = token_of(request), heads_of(request), getattr(request.state, "shared", False)
    question = heads.ask(token) if token else None

    def together(db: Connection) -> tuple[Reader, T]:
        me = heads.find(db, question) if question else None
        return me, query(db, None if shared else me, *args, **kwargs)

    store: Store = request.app.state.store
    request.state.me, found = await store.read(together)
    if question:
        heads.remember(question)
    return found


def heads_of(request: Request) -> Heads:
    """The memory of who reads here."""
    heads: Heads = request.app.state.heads
    return heads


async def act(request: Request, verb: Callable[Concatenate[Tx, Voice, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Carry out `verb(tx, voice, …)` in the name the person last chose; visitors are asked to sign in (401)."""
    return await act_as(request, None, verb, *args, **kwargs)


async def act_as(
    request: Request,
    speak_as: int | None,
    verb: Callable[Concatenate[Tx, Voice, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """The same in the name of the actor `speak_as`; without a mandate for it the act is refused (403)."""
    return await do(request, lambda tx, me: verb(tx, me.voice(speak_as), *args, **kwargs))


async def do(request: Request, verb: Callable[[Tx, Me], T]) -> T:
    """Carry out what a signed-in person asks for; visitors are asked to sign in (401)."""

    def signed_in(tx: Tx, me: Reader) -> T:
        if me is None:
            raise Refusal(401, "errors.sign_in")
        return verb(tx, me)

    return await do_for_all(request, signed_in)


async def do_for_all(request: Request, verb: Callable[[Tx, Reader], T]) -> T:
    """Carry out what anybody asks for, visitors as well; who that is, is found in the same transaction."""
    token, who = token_of(request), request.app.state.who

    def together(tx: Tx) -> tuple[Reader, T]:
        me: Reader = who(tx.db, token) if token else None
        return me, verb(tx, me)

    store: Store = request.app.state.store
    request.state.me, done = await store.write(together)
    heads_of(request).forget(token or "")
    return done


async def know(request: Request) -> Reader:
    """Find out who is asking, for pages that need nothing else from the store, which is not asked in vain."""
    token = token_of(request)
    question = heads_of(request).ask(token) if token else None
    if question is None or question.sure:
        request.state.me = question.me if question else None
        return request.state.me  # type: ignore[no-any-return]
    return await read(request, lambda _, me: me)


async def must_sign_in(request: Request) -> Me:
    """The signed-in person; visitors are sent to the sign-in page (401)."""
    me = await know(request)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    return me
