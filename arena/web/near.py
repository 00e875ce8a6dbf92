"""Near or far: whether a request that carries a session comes from a page of ours."""

from urllib.parse import urlsplit

from starlette.requests import Request

from arena.errors import Refusal
from arena.settings import Settings


def must_come_from_here(request: Request) -> None:
    """Refuse (403) what another site sends, and what carries a cookie without a word on where it comes from.

    Browsers say it in `Sec-Fetch-Site`, which no page can forge, and in `Origin`; a program sends our `Origin`.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin is not None and not is_ours(request.app.state.settings, origin, request.headers["host"]):
        raise Refusal(403, "errors.far")
    if site is not None and site not in ("same-origin", "none"):
        raise Refusal(403, "errors.far")
    if origin is None and site is None and "cookie" in request.headers:
        raise Refusal(403, "errors.far")


def is_ours(settings: Settings, origin: str, host: str) -> bool:
    """Whether an origin is ours, to the letter; without a public address it is the host that was asked for."""
    if settings.public_url:
        return origin == settings.address
    return urlsplit(origin).netloc.lower() == host.lower()
