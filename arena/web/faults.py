"""What a reader sees when something is refused, missing or broken."""

import logging
from typing import Any
from urllib.parse import quote

from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from arena.errors import Refusal
from arena.web.asking import know
from arena.web.own import own_path
from arena.web.pages import language, render
from arena.words import LANGUAGES, words_in

log = logging.getLogger("arena.web")
HTTP_KEYS = {400: "errors.strange_form", 404: "errors.missing", 405: "errors.method", 413: "errors.too_big"}


async def refused(request: Request, fault: Exception) -> Response:
    """Answer a refusal: visitors go to sign in, others read why."""
    assert isinstance(fault, Refusal)
    lang = _language(request)
    if fault.status == 401 and not _wants_json(request):
        query = f"?{request.url.query}" if request.url.query else ""
        back = request.url.path + query if request.method == "GET" else request.headers.get("referer", "")
        return RedirectResponse(f"/{lang}/sign-in?next={quote(own_path(back))}", 303)
    return await _say(request, fault.status, fault.key, fault.facts)


async def http_fault(request: Request, fault: Exception) -> Response:
    """Answer what the framework refused, such as an unknown address."""
    assert isinstance(fault, HTTPException)
    answer = await _say(request, fault.status_code, HTTP_KEYS.get(fault.status_code, "errors.broken"), {})
    answer.headers.update(fault.headers or {})
    return answer


async def unavailable(request: Request, fault: Exception) -> Response:
    """Answer while the database does not: what was asked may be asked again in a moment."""
    log.error("the database did not answer %s %s", request.method, request.url.path, exc_info=fault)
    if not hasattr(request.state, "me"):
        request.state.me = None  # nobody can be known now
    return await _say(request, 503, "errors.busy", {})


async def broken(request: Request, fault: Exception) -> Response:
    """Answer a fault of ours: honestly, without details."""
    log.error("fault at %s %s", request.method, request.url.path, exc_info=fault)
    words = words_in(_language(request))
    return Response(words.t("errors.broken"), 500, media_type="text/plain")


async def _say(request: Request, status: int, key: str, facts: dict[str, object]) -> Response:
    lang = _language(request)
    message = words_in(lang).t(key, **facts)
    if _wants_json(request):
        return JSONResponse(
            {"status": status, "code": key, "detail": message}, status, media_type="application/problem+json"
        )
    request.scope.setdefault("path_params", {})["lang"] = lang
    if not hasattr(request.state, "me"):
        await know(request)
    page = render(request, "errors/refused.html", status=status, code=status, message=message)
    if status == 503:
        page.headers["Retry-After"] = "2"
    return page


def _language(request: Request) -> str:
    first = request.url.path.split("/")[1]
    return first if first in LANGUAGES else language(request)


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/threads/")) or "application/json" in request.headers.get(
        "accept", ""
    )


AWAY = dict.fromkeys((OperationalError, InterfaceError), unavailable)
ANSWERS: Any = {Refusal: refused, HTTPException: http_fault, Exception: broken} | AWAY
