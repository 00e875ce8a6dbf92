"""`arena serve` without the pace people are held to, since measuring is faster than speaking."""

import os
from collections import Counter
from typing import Any

import uvicorn
from sqlalchemy import Engine, event
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from arena.app import create_app
from arena.commands.migrate import bring_up
from arena.settings import read_settings
from arena.web.garbage import look_seldom
from arena.web.limits import Buckets
from arena.web.server import configure

ENDLESS = 1e12


class Unhurried:
    """A pace that never asks anybody to wait."""

    def check(self, person_id: int, do: str) -> None:
        """Let everything pass."""

    def of_socket(self) -> Buckets:
        """A bucket that is never empty."""
        return Buckets(burst=ENDLESS, per_second=ENDLESS)


class Reads:
    """Counts how often the same is read of the posts; tells the most at an address that the product doesn't have."""

    def __init__(self) -> None:
        self.times: Counter[tuple[str, str]] = Counter()
        event.listen(Engine, "before_cursor_execute", self._note)

    def _note(self, _: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        if statement.startswith("SELECT") and "FROM post" in statement.replace("\n", " "):
            self.times[statement, str(values)] += 1

    async def tell(self, _: Request) -> PlainTextResponse:
        """How often what was asked most was asked: the readings of one thread from one position."""
        return PlainTextResponse(str(max(self.times.values(), default=0)))


if __name__ == "__main__":
    settings = read_settings(os.environ)
    bring_up(settings)
    app = create_app(settings)
    app.state.pace = Unhurried()
    if os.environ.get("BENCH_COUNTS"):
        app.router.routes.insert(0, Route("/bench/reads", Reads().tell))
    look_seldom()
    uvicorn.Server(configure(app, settings)).run()
