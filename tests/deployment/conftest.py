"""Two nodes on PostgreSQL behind nginx, as docs/running.md describes them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from arena.settings import Settings
from arena.store import Store
from bench.fresh import store_on
from tests.conftest import POSTGRES, new_postgres, skip_or_fail
from tests.deployment.nginx import Nginx
from tests.people import Arena
from tests.serving import Server


@dataclass
class City:
    """The whole of it: people talk to `arena`, which is nginx, and operators to the nodes."""

    nginx: Nginx
    nodes: list[Server]
    store: Store
    arena: Arena


@pytest.fixture
async def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[City]:
    """A city's installation."""
    if not POSTGRES:
        skip_or_fail("postgres", "ARENA_TEST_POSTGRES names no server")
    async with AsyncExitStack() as stack:
        database = stack.enter_context(new_postgres())
        store = store_on(database)
        stack.callback(store.close)
        nginx = Nginx(tmp_path)
        nodes = [Server(database, tmp_path / name, ARENA_PUBLIC_URL=nginx.address) for name in ("left", "right")]
        nginx.configure([node.settings.port for node in nodes])
        monkeypatch.setenv("SSL_CERT_FILE", str(nginx.certificate))
        await asyncio.gather(*(stack.enter_async_context(node) for node in nodes))
        stack.enter_context(nginx)
        arena = Arena(Settings(port=nginx.port, public_url=nginx.address, database_url=database), store, None)
        stack.push_async_callback(arena.close)
        yield City(nginx, nodes, store, arena)
