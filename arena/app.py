"""The app: what every request passes, what lives as long as the process, and the error pages."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from arena.actors.seen import Seen
from arena.actors.session import who_with
from arena.answers.clock import settle_due
from arena.growing.waiting import asked
from arena.ideas.commitments import waiting
from arena.ideas.count import expire_needs
from arena.ideas.remind import remind
from arena.ideas.shelf import Shelf
from arena.ideas.show import ToAll
from arena.insight.digest import send_due
from arena.insight.live import JournalFeed
from arena.insight.news import unread_news
from arena.jobs.clock import every, stop
from arena.jobs.post import Post
from arena.jobs.worker import Worker
from arena.live.beside import Beside
from arena.live.drain import Drain
from arena.live.running import Live
from arena.moderation.waiting import open_cases
from arena.paths import shipped
from arena.projects.review import notice_reviews
from arena.routes import routes
from arena.settings import Settings
from arena.store import Store
from arena.strategy.load import strategies
from arena.threads.acts import Doing
from arena.threads.draft import forget_drafts
from arena.threads.live import hub_of
from arena.threads.polls.close import close_due
from arena.threads.rights import Rights
from arena.threads.rules import Pace
from arena.threads.speak import speaking
from arena.web.faults import ANSWERS
from arena.web.guard import Guard
from arena.web.heads import Heads
from arena.web.kept import MOST, Kept, Page, for_visitors
from arena.web.memory import Pulse, Shelved
from arena.web.pages import Pages
from arena.web.shared import for_readers
from arena.web.static import Static
from arena.web.straight import Straight

BODY_BYTES = 256 * 1024
SECONDS, MINUTE, TEN_MINUTES, HOUR = 5, 60, 600, 3600


def create_app(settings: Settings, retires: Callable[[], bool] | None = None) -> Starlette:
    """Put the Arena together; the database is opened when the server starts and closed when it ends.

    `retires` says, once this process is told to end, whether others go on in its place.
    """
    static = Static(shipped("static"))
    known = routes(static, settings)
    seen = Seen()
    counted = seen.noting(who_with(waiting() + asked(), unread_news(), open_cases()))

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        app.state.store = Store(settings.database)
        app.state.strategies = await app.state.store.read(strategies)
        app.state.pages.tell(strategies=app.state.strategies)
        app.state.doing = Doing(app.state.store, app.state.pace, seen.who, speaking(seen.who_all))
        start_live(app, settings, retires)
        app.state.pulse = Pulse(settings.database)
        app.state.heads = Heads(app.state.pulse, seen.who, counted)
        jobs = start_jobs(app, settings, seen)
        try:
            yield
        finally:
            app.state.drain.close()
            await stop(jobs)
            app.state.pulse.close()
            await app.state.live.close()
            app.state.store.close()

    app = Starlette(
        routes=known,
        lifespan=life,
        middleware=layers(settings, known),
        exception_handlers=ANSWERS,
    )
    app.state.settings = settings
    app.state.release = static.release
    app.state.pace = Pace()
    app.state.pages = Pages(settings, static)
    app.state.who = seen.who
    put_up_shelves(app)
    return app


def layers(settings: Settings, known: list[BaseRoute]) -> list[Middleware]:
    """What every request passes, from the door on."""
    return [
        Middleware(Guard, settings=settings),
        Middleware(Straight, routes=known),
        Middleware(GZipMiddleware, minimum_size=800, compresslevel=4),
        Middleware(Kept, ways=(for_visitors, for_readers)),
        Middleware(RequestBodyLimitMiddleware, max_body_size=BODY_BYTES),
    ]


def put_up_shelves(app: Starlette) -> None:
    """What is kept in memory because many ask for the same."""
    app.state.shelf = Shelf()
    app.state.kept = Shelved[Page](MOST)
    app.state.ideas = Shelved[ToAll](100)  # about 100 kB each
    app.state.pieces = Shelved[Markup](1_000)  # about 20 kB each, with what they were drawn from
    app.state.lists = Shelved[Markup](200)
    app.state.cards = Shelved[Markup](5_000)  # about 1.5 kB each
    app.state.items = Shelved[Markup](10_000)  # about 2.5 kB each


def start_live(app: Starlette, settings: Settings, retires: Callable[[], bool] | None) -> None:
    """Start what lives with open lines: the hub, their rights, and their end."""
    hub = hub_of(app.state.store)
    app.state.live = Live(app.state.store, hub, settings, Rights(app.state.store, hub).sweep)
    app.state.beside = Beside(hub)
    app.state.journal = JournalFeed(app.state.store, hub)
    app.state.drain = Drain(hub, retires)
    app.state.drain.listen()


def start_jobs(app: Starlette, settings: Settings, seen: Seen) -> list["asyncio.Task[None]"]:
    """Start what runs beside the requests: the outbox's worker and the clock."""
    store: Store = app.state.store
    worker = Worker(store, {"mail": Post(settings).send})
    clocks = [
        every(TEN_MINUTES, lambda: seen.write(store)),
        every(SECONDS, lambda: close_due(store)),
        every(SECONDS, app.state.journal.look),
        every(MINUTE, lambda: send_due(store, settings.address)),
        every(HOUR, lambda: store.write(expire_needs), soon=True),
        every(HOUR, lambda: store.write(remind, settings.address), soon=True),
        every(HOUR, lambda: settle_due(store), soon=True),
        every(HOUR, lambda: store.write(forget_drafts)),
        every(HOUR, lambda: store.write(notice_reviews), soon=True),
    ]
    return [asyncio.create_task(work) for work in (worker.run(), *clocks)]
