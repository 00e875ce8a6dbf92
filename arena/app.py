"""The app: what every request passes, what lives as long as the process, and the error pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware

from arena.actors.seen import Seen
from arena.errors import Refusal
from arena.ideas.shelf import Shelf
from arena.jobs.clock import every, stop
from arena.jobs.post import Post
from arena.jobs.worker import Worker
from arena.live.running import Live
from arena.paths import shipped
from arena.routes import routes
from arena.settings import Settings
from arena.store import Store
from arena.strategy.load import strategies
from arena.threads.live import hub_of, sweep
from arena.threads.rules import Pace
from arena.web.faults import broken, http_fault, refused
from arena.web.guard import Guard
from arena.web.kept import Page, Pulse, Shelved
from arena.web.pages import Pages
from arena.web.static import Static

BODY_BYTES = 256 * 1024
TEN_MINUTES = 600


def create_app(settings: Settings) -> Starlette:
    """Put the Arena together; the database is opened when the server starts and closed when it ends."""
    static = Static(shipped("static"))
    seen = Seen()

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        app.state.store = Store(settings.database)
        app.state.strategies = await app.state.store.read(strategies)
        app.state.pages.tell(strategies=app.state.strategies)
        app.state.live = Live(app.state.store, hub_of(app.state.store), settings, sweep(app.state.store))
        app.state.pulse = Pulse(settings.database)
        jobs = start_jobs(app.state.store, settings, seen)
        try:
            yield
        finally:
            await stop(jobs)
            app.state.pulse.close()
            await app.state.live.close()
            app.state.store.close()

    app = Starlette(
        routes=routes(static, settings),
        lifespan=life,
        middleware=[
            Middleware(Guard, settings=settings),
            Middleware(GZipMiddleware, minimum_size=800, compresslevel=4),
            Middleware(RequestBodyLimitMiddleware, max_body_size=BODY_BYTES),
        ],
        exception_handlers={Refusal: refused, HTTPException: http_fault, Exception: broken},
    )
    app.state.settings = settings
    app.state.release = static.release
    app.state.pace = Pace()
    app.state.pages = Pages(settings, static)
    app.state.who = seen.who
    app.state.shelf = Shelf()
    app.state.visitors_pages = Shelved[Page](300)  # about 60 kB each
    app.state.lists = Shelved[Markup](200)
    app.state.cards = Shelved[Markup](5_000)  # about 1.5 kB each
    app.state.items = Shelved[Markup](10_000)  # about 2.5 kB each
    return app


def start_jobs(store: Store, settings: Settings, seen: Seen) -> list["asyncio.Task[None]"]:
    """Start what runs beside the requests: the outbox's worker and the clock."""
    worker = Worker(store, {"mail": Post(settings).send})
    return [asyncio.create_task(work) for work in (worker.run(), every(TEN_MINUTES, lambda: seen.write(store)))]
