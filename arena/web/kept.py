"""Pages kept as bytes for visitors, who all see the same: one copy until something is stored, never a person's."""

import gzip
import sqlite3
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import wraps
from time import monotonic
from typing import Generic, TypeVar

import msgspec
from sqlalchemy.engine import make_url
from starlette.requests import Request
from starlette.responses import Response

from arena.web.asking import token_of

T = TypeVar("T")
Handler = Callable[[Request], Awaitable[Response]]
SLOT = 15.0  # seconds after which a page is made anew, so that "5 minutes ago" stays true
MOMENT = 3.0
MOST_BYTES = 120_000


class Shelved(Generic[T]):
    """A bounded memory: what was put in with a mark comes back only under the same mark."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Hashable, T]] = OrderedDict()

    def get(self, key: Hashable, mark: Hashable) -> T | None:
        """What is held under a key, if its mark is still this one."""
        held = self._held.get(key)
        return held[1] if held is not None and held[0] == mark else None

    def put(self, key: Hashable, mark: Hashable, thing: T) -> T:
        """Hold something; the thing held longest makes room."""
        self._held[key] = (mark, thing)
        self._held.move_to_end(key)
        while len(self._held) > self._most:
            self._held.popitem(last=False)
        return thing


class Pulse:
    """Beats anew whenever anything was stored, by whichever process.

    On SQLite the file itself says so, in a few microseconds. PostgreSQL has no such word that is not a question to
    the server, which costs as much as what it would save: there the pulse is silent, and nothing is kept whole.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._file: sqlite3.Connection | None = None
        if address.get_backend_name() == "sqlite" and address.database:
            self._file = sqlite3.connect(address.database, isolation_level=None)

    def beat(self) -> int | None:
        """Equal to an earlier beat as long as nothing was stored in between; None where nobody can say."""
        return int(self._file.execute("PRAGMA data_version").fetchone()[0]) if self._file else None

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()


class Page(msgspec.Struct):
    """A page as it is sent; packed when somebody first asks for that."""

    body: bytes
    headers: dict[str, str]
    packed: bytes | None = None


def slot(seconds: float = SLOT) -> int:
    """The present stretch of time, for marks of what says how long ago something was."""
    return int(monotonic() / seconds)


def kept_for_visitors(handler: Handler) -> Handler:
    """Answer visitors with the page as it was last made, if nothing was stored since; others always anew."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        beat = request.app.state.pulse.beat()
        return await (handler(request) if beat is None else _kept(handler, request, (beat, slot())))

    return answer


def kept_by_address(handler: Handler) -> Handler:
    """The same for a moment, whatever is stored, for an address whose `after` names the change it is asked for.

    So a crowd that heard of one change shares one answer, on every database. The handler refuses a change that never
    was, so that nothing older is ever kept under a newer one.
    """

    @wraps(handler)
    async def answer(request: Request) -> Response:
        named = "after" in request.query_params
        return await (_kept(handler, request, slot(MOMENT)) if named else handler(request))

    return answer


async def _kept(handler: Handler, request: Request, mark: Hashable) -> Response:
    if token_of(request) or "done" in request.query_params:
        return await handler(request)
    pages: Shelved[Page] = request.app.state.visitors_pages
    address = (request.url.path, request.url.query)
    page = pages.get(address, mark)
    if page is not None:
        request.state.me = None
        return _again(request, page)
    made = await handler(request)
    if made.status_code == 200 and len(made.body) <= MOST_BYTES and "set-cookie" not in made.headers:
        pages.put(address, mark, Page(bytes(made.body), dict(made.headers)))
    return made


def _again(request: Request, page: Page) -> Response:
    headers = {name: value for name, value in page.headers.items() if name != "content-length"}
    if headers.get("etag", "-") in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(page.body, headers=headers)
    if page.packed is None:
        page.packed = gzip.compress(page.body, 6, mtime=0)
    headers |= {"content-encoding": "gzip", "vary": "Cookie, Accept-Encoding"}
    return Response(page.packed, headers=headers)
