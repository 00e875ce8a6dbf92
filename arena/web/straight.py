"""The straight way: sockets pass by what only requests need."""

from collections.abc import Awaitable, Sequence

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket


class Straight:
    """Leads a socket from the guard to its door; every layer in between would cost each open socket memory."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._doors = {route.path: route.endpoint for route in routes if isinstance(route, WebSocketRoute)}

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on; not a coroutine of its own, for the same reason."""
        if scope["type"] == "websocket" and (door := self._doors.get(scope["path"])):
            socket: Awaitable[None] = door(WebSocket(scope, receive, send))
            return socket
        return self._app(scope, receive, send)
