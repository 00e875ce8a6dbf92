"""The rival that does nothing: Starlette saying hello, served exactly as the Arena is."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from arena.settings import Settings
from arena.web.server import configure


async def hello(_: Request) -> PlainTextResponse:
    """Say hello."""
    return PlainTextResponse("hello")


if __name__ == "__main__":
    app = Starlette(routes=[Route("/", hello)])
    uvicorn.Server(configure(app, Settings(port=int(sys.argv[1]), trusted_proxies="127.0.0.1"))).run()
