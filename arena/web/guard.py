"""The guard at the door: the right host, the right origin, not too often, and headers on every answer."""

import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from arena.settings import Settings
from arena.web.limits import Buckets
from arena.web.near import is_ours

SAFE = {"GET", "HEAD", "OPTIONS"}
log = logging.getLogger("arena.web")


def policy(settings: Settings) -> str:
    """The content security policy: our own files only, nothing inline, one Trusted Types policy."""
    host = urlsplit(settings.address)
    socket = f"{'wss' if settings.secure else 'ws'}://{host.netloc}"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        f"connect-src 'self' {socket}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types arena"
    )


def security_headers(settings: Settings) -> dict[str, str]:
    """Headers every answer carries."""
    headers = {
        "Content-Security-Policy": policy(settings),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    }
    if settings.secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


class Guard:
    """Refuses foreign origins and floods before anything is read; adds the security headers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._headers = security_headers(settings)
        self._settings = settings
        self._host = urlsplit(settings.address).netloc.lower()
        self._any_host = not settings.public_url
        self._asks = Buckets(burst=240, per_second=20)
        self._acts = Buckets(burst=40, per_second=2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, then pass on."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refuses(scope)
        if refused is None:
            return await self.app(scope, receive, send_with_headers)
        log.info("refused %s %s: %s", scope.get("method", "socket"), scope["path"], refused.status_code)
        return await refused(scope, receive, send_with_headers)

    def _refuses(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or not self._knows(headers["host"]):
            return PlainTextResponse("Unknown host", 400)
        if self._foreign(scope, headers):
            return PlainTextResponse("This request came from another site and was refused.", 403)
        safe = scope["type"] == "websocket" or scope["method"] in SAFE
        wait = (self._asks if safe else self._acts).take((scope.get("client") or ("?",))[0])
        if wait and not scope["path"].startswith(("/static/", "/health/")):
            return PlainTextResponse("Too many requests", 429, {"Retry-After": str(round(wait) + 1)})
        return None

    def _knows(self, host: str) -> bool:
        return self._any_host or host.lower() == self._host

    def _foreign(self, scope: Scope, headers: Headers) -> bool:
        """Whether another site sent this: by Sec-Fetch-Site, else by Origin, which must match to the letter."""
        if scope["type"] == "http" and scope["method"] in SAFE:
            return False
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if scope["type"] == "http" and site is not None:
            return site not in ("same-origin", "none")
        if origin is None:
            return scope["type"] == "websocket" and "cookie" in headers
        return not is_ours(self._settings, origin, headers["host"])
