"""Pages that say the same to everybody who is signed in, but for the head with their name and their numbers."""

import hashlib
import re
from functools import wraps

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Scope

from arena.errors import Refusal
from arena.voice import Me
from arena.web.asking import know, token_of
from arena.web.kept import Handler, Mark, Page, Ready, held, keep, kept_for_visitors, mark_of, may_be_kept, response_of
from arena.web.pages import HEAD

MARK = re.compile(re.escape(HEAD).replace("SECTION", r"([\w-]*)").encode())


def for_readers(scope: Scope) -> Ready | None:
    """What signed-in readers are shown at this address, with the head of the one who asks; if nothing was stored."""
    token = token_of(HTTPConnection(scope))
    page = held(scope, signed_in=True) if token else None
    if page is None or token is None:
        return None
    question = scope["app"].state.heads.ask(token)
    return _with_head(scope, page, question.me) if question.sure else None


def kept_for_all(handler: Handler) -> Handler:
    """Keep a page once for all visitors and once for all who are signed in.

    For the second it is made as if for a visitor, with `ANYBODY` as reader: a template that asks anything of them
    fails. What a visitor may not see is shown, or refused, to each by themselves.
    """
    alone = kept_for_visitors(handler)

    @wraps(handler)
    async def answer(request: Request) -> Response:
        mark = mark_of(request.scope)
        if mark is None or not token_of(request) or "done" in request.query_params:
            return await alone(request)
        page = held(request.scope, signed_in=True) or await _made(request, handler, mark)
        me = await know(request)
        if page is None or me is None:
            return await handler(request)
        return response_of(_with_head(request.scope, page, me))

    return answer


async def _made(request: Request, handler: Handler, mark: Mark) -> Page | None:
    request.state.shared = True
    try:
        made = await handler(request)
    except Refusal:
        return None
    finally:
        request.state.shared = False
    parts = MARK.split(bytes(made.body), 1) if may_be_kept(made) else []
    if len(parts) != 3:  # not a page with a head
        return None
    headers = [one for one in made.raw_headers if one[0] not in (b"content-length", b"etag")]
    digest = hashlib.blake2b(parts[0] + parts[2], digest_size=12).hexdigest()
    return keep(request.scope, mark, Page(headers, parts[0], parts[2], parts[1].decode(), digest), signed_in=True)


def _with_head(scope: Scope, page: Page, me: Me | None) -> Ready:
    head = scope["app"].state.pages.head(scope, scope["path"].split("/")[1], me, page.section).encode()
    etag = f'W/"{page.digest}{hashlib.blake2b(head, digest_size=6).hexdigest()}"'.encode()
    headers = [*page.headers, (b"etag", etag)]
    if etag in dict(scope["headers"]).get(b"if-none-match", b""):
        return Ready(headers, b"", 304)
    return Ready(headers, page.body + head + page.after)
