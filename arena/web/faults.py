"""What a reader sees when something is refused, missing or broken."""

import logging
from typing import Any
from urllib.parse import quote

from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from arena.errors import Refusal
from arena.web.asking import know
from arena.web.own import own_path
from arena.web.pages import language, render
from arena.web.problem import problem, retry_after
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
    return await _say(request, fault)


async def http_fault(request: Request, fault: Exception) -> Response:
    """Answer what the framework refused, such as an unknown address."""
    assert isinstance(fault, HTTPException)
    answer = await _say(request, Refusal(fault.status_code, HTTP_KEYS.get(fault.status_code, "errors.broken")))
    answer.headers.update(fault.headers or {})
    return answer


async def unavailable(request: Request, fault: Exception) -> Response:
    """Answer while the database does not: what was asked may be asked again in a moment."""
    log.error("the database did not answer %s %s", request.method, request.url.path, exc_info=fault)
    if not hasattr(request.state, "me"):
        request.state.me = None  # nobody can be known now
    return await _say(request, Refusal(503, "errors.busy"))


async def broken(request: Request, fault: Exception) -> Response:
    """Answer a fault of ours: honestly, without details."""
    log.error("fault at %s %s", request.method, request.url.path, exc_info=fault)
    words = words_in(_language(request))
    return Response(words.t("errors.broken"), 500, media_type="text/plain")


async def _say(request: Request, refusal: Refusal) -> Response:
    lang = _language(request)
    words = words_in(lang)
    if _wants_json(request):
        return problem(refusal, words)
    request.scope.setdefault("path_params", {})["lang"] = lang
    if not hasattr(request.state, "me"):
        await know(request)
    status, message = refusal.status, words.t(refusal.key, **refusal.facts)
    page = render(request, "errors/refused.html", status=status, code=status, message=message)
    page.headers.update(retry_after(refusal))
    return page


def _language(request: Request) -> str:
    """What the address says: its first part, or what a program asks for with `lang`."""
    asked = request.url.path.split("/")[1], request.query_params.get("lang")
    return next((lang for lang in asked if lang in LANGUAGES), language(request))


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/threads/")) or "application/json" in request.headers.get(
        "accept", ""
    )


AWAY = dict.fromkeys((OperationalError, InterfaceError), unavailable)
ANSWERS: Any = {Refusal: refused, HTTPException: http_fault, Exception: broken} | AWAY
