"""A real server for tests: the whole Arena on a free port, in the loop of the tests."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import uvicorn

from arena.app import HOUR, create_app
from arena.jobs.clock import SOON_S
from arena.settings import Settings
from arena.store import Store
from arena.web.server import configure
from tests.people import Arena


@asynccontextmanager
async def hosting(
    database: str, store: Store, data_dir: Path, *, hourly: bool = True, **more: Any
) -> AsyncIterator[Arena]:
    """Serve the Arena on this database until the block ends; `hourly`: with what is done soon and every hour."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen(256)
        settings = Settings(
            port=free.getsockname()[1],
            data_dir=data_dir,
            database_url=database,
            demo=True,
            trusted_proxies="127.0.0.1",  # so that each person in a test has an address of their own
            **more,
        )
        app = create_app(settings)
        server = uvicorn.Server(configure(app, settings))
        server.capture_signals = _no_signals  # type: ignore[method-assign]
        with patch("arena.jobs.clock.SOON_S", SOON_S if hourly else HOUR):
            task = asyncio.create_task(server.serve(sockets=[free]))
            while not server.started:
                await asyncio.sleep(0.01)
        arena = Arena(settings, store, app)
        try:
            yield arena
        finally:  # or the loop would go on listening at a handle that is another's soon
            await arena.close()
            server.should_exit = True
            await task


class _no_signals:  # noqa: N801
    """The test runner keeps its own signal handlers."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None
