"""The session cookie: readable by the server alone, never sent along by other sites' forms."""

from starlette.responses import Response

from arena.settings import Settings
from arena.web.asking import cookie_name

SECONDS = 30 * 24 * 3600


def remember(response: Response, settings: Settings, token: str) -> Response:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(settings), token, max_age=SECONDS, path="/", secure=settings.secure, httponly=True, samesite="lax"
    )
    return response


def forget(response: Response, settings: Settings) -> Response:
    """Take the session's cookie back, and what the browser kept of pages."""
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.secure, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
