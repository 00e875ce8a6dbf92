"""Pages kept as bytes: what all visitors see alike, or all signed-in readers but for their head, is made once.

A kept page is good until something is stored. It is answered before anything else looks at the request, since most
of what a ready page would cost is the way to it.
"""

import gzip
from collections.abc import Awaitable, Callable
from functools import wraps
from time import monotonic

import msgspec
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from arena.web.asking import token_of

Handler = Callable[[Request], Awaitable[Response]]
Headers = list[tuple[bytes, bytes]]
Mark = tuple[int, int]
SLOT = 15.0  # seconds after which a page is made anew, so that "5 minutes ago" stays true
MOMENT = 3.0  # seconds for which a crowd shares the answer to one question about one change
MOST_BYTES = 120_000
MOST = 400  # about 60 kB each


class Page(msgspec.Struct):
    """A page as it is sent; `after` is what follows the head that is missing in a page for signed-in readers."""

    headers: Headers
    body: bytes
    after: bytes = b""
    section: str = ""
    digest: str = ""  # what its ETag begins with
    packed: bytes | None = None  # once somebody asked for that


class Ready(msgspec.Struct):
    """An answer that is ready to be sent."""

    headers: Headers
    body: bytes
    status: int = 200

    async def go(self, send: Send) -> None:
        """Send it."""
        length = [] if self.status == 304 else [(b"content-length", b"%d" % len(self.body))]
        await send({"type": "http.response.start", "status": self.status, "headers": [*self.headers, *length]})
        await send({"type": "http.response.body", "body": self.body})


Found = Callable[[Scope], Ready | None]


class Kept:
    """Answers what is kept, by the first way of finding it that knows an answer; the rest goes on into the house."""

    def __init__(self, app: ASGIApp, ways: tuple[Found, ...]) -> None:
        self._app, self._ways = app, ways

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] == "http" and scope["method"] == "GET":
            for way in self._ways:
                if (ready := way(scope)) is not None:
                    return await ready.go(send)
        return await self._app(scope, receive, send)


def held(scope: Scope, *, signed_in: bool) -> Page | None:
    """The kept page of an address, as it is now."""
    mark = mark_of(scope)
    found: Page | None = mark and scope["app"].state.kept.get(_key(scope, signed_in), mark)
    return found


def keep(scope: Scope, mark: Mark, page: Page, *, signed_in: bool) -> Page:
    """Keep a page that was begun at this mark."""
    kept: Page = scope["app"].state.kept.put(_key(scope, signed_in), mark, page)
    return kept


def mark_of(scope: Scope) -> Mark | None:
    """What a page made now is good for; None where nobody can say when something is stored."""
    beat = scope["app"].state.pulse.beat()
    return None if beat is None else (beat, slot())


def slot(seconds: float = SLOT) -> int:
    """The present stretch of time, for marks of what says how long ago something was."""
    return int(monotonic() / seconds)


def _key(scope: Scope, signed_in: bool) -> tuple[bool, str, bytes]:
    return signed_in, scope["path"], scope["query_string"]


def may_be_kept(made: Response) -> bool:
    """Whether an answer is a page worth keeping, and nobody's own."""
    return made.status_code == 200 and len(made.body) <= MOST_BYTES and "set-cookie" not in made.headers


def for_visitors(scope: Scope) -> Ready | None:
    """What visitors were shown at this address, if nothing was stored since."""
    if any(name == b"cookie" for name, _ in scope["headers"]) and token_of(HTTPConnection(scope)):
        return None
    page = held(scope, signed_in=False)
    return None if page is None else _ready(page, scope)


def _ready(page: Page, scope: Scope) -> Ready:
    sent = dict(scope["headers"])
    if _etag(page.headers) in sent.get(b"if-none-match", b""):
        return Ready(page.headers, b"", 304)
    if b"gzip" not in sent.get(b"accept-encoding", b""):
        return Ready(page.headers, page.body)
    if page.packed is None:
        page.packed = gzip.compress(page.body, 6, mtime=0)
    packed = [(b"vary", b"Cookie, Accept-Encoding"), (b"content-encoding", b"gzip")]
    return Ready([*(one for one in page.headers if one[0] != b"vary"), *packed], page.packed)


def _etag(headers: Headers) -> bytes:
    return next((value for name, value in headers if name == b"etag"), b"-")


def kept_for_visitors(handler: Handler) -> Handler:
    """Keep what visitors are shown; others get a page of their own."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        mark = mark_of(request.scope)
        made = await handler(request)
        if mark and not token_of(request) and "done" not in request.query_params and may_be_kept(made):
            keep(request.scope, mark, _page(made), signed_in=False)
        return made

    return answer


def kept_by_address(handler: Handler) -> Handler:
    """Keep for a moment, whatever is stored, what visitors are shown where `after` names the change they ask about.

    So a crowd that heard of one change shares one answer, on every database. The handler refuses a change that never
    was, so that nothing older is ever kept under a newer one.
    """

    @wraps(handler)
    async def answer(request: Request) -> Response:
        if "after" not in request.query_params or token_of(request):
            return await handler(request)
        kept, key, mark = request.app.state.kept, (MOMENT, request.url.path, request.url.query), slot(MOMENT)
        page: Page | None = kept.get(key, mark)
        if page is not None:
            return response_of(_ready(page, request.scope))
        made = await handler(request)
        if may_be_kept(made):
            kept.put(key, mark, _page(made))
        return made

    return answer


def _page(made: Response) -> Page:
    return Page([one for one in made.raw_headers if one[0] != b"content-length"], bytes(made.body))


def response_of(ready: Ready) -> Response:
    """The same answer for whoever stands inside the house already."""
    answer = Response(ready.body, ready.status)
    answer.raw_headers = [*ready.headers, *(one for one in answer.raw_headers if one[0] == b"content-length")]
    return answer
