"""Every broker, and two Arenas that share one."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from arena.store import Store
from bench.fresh import store_on
from tests.conftest import POSTGRES, new_postgres, skip_or_fail
from tests.hosting import hosting
from tests.live.servers import BrokerServer
from tests.people import Arena

BROKERS = ("memory", "sqlite", "postgres", "redis", "nats")
Two = Callable[[], AbstractAsyncContextManager[tuple[Arena, Arena]]]


@dataclass
class Way:
    """A broker, the database below it, and the broker's server where it has one of its own."""

    broker: str
    database: str
    folder: Path
    store: Store = field(init=False)
    server: BrokerServer | None = None

    def __post_init__(self) -> None:
        self.store = store_on(self.database)

    @asynccontextmanager
    async def two(self) -> AsyncIterator[tuple[Arena, Arena]]:
        """Two Arenas with the people in front of each; in memory there is but one."""
        async with hosting(self.database, self.store, self.folder / "here", broker=self.broker) as here:
            if self.broker == "memory":
                yield here, here
                return
            async with hosting(self.database, self.store, self.folder / "there", broker=self.broker) as there:
                yield here, there


@pytest.fixture(params=BROKERS)
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    """Each broker in turn; servers that are missing here are skipped, or fail where they are required."""
    kind = request.param
    with ExitStack() as stack:
        database, broker, server = f"sqlite:///{tmp_path / 'arena.db'}", kind, None
        if kind == "postgres":
            if not POSTGRES:
                skip_or_fail("postgres", "ARENA_TEST_POSTGRES names no server")
            database = stack.enter_context(new_postgres())
        if kind in ("redis", "nats"):
            server = stack.enter_context(BrokerServer(kind, tmp_path))
            broker = server.url
        way = Way(broker, database, tmp_path, server)
        stack.callback(way.store.close)
        yield way
