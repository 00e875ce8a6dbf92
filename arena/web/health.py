"""Health: whether the process lives, and whether it can do its work."""

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response


async def live(_: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("live")


async def ready(request: Request) -> Response:
    """The database answers as well, and the process is not about to end."""
    if request.app.state.drain.begun:
        return PlainTextResponse("ending", 503, {"Retry-After": "2"})
    await request.app.state.store.read(lambda db: db.execute(text("SELECT 1")).scalar_one())
    return PlainTextResponse("ready")
