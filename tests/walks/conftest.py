"""What the walks stand on: an Arena of their own on SQLite, one real Chromium, and people in front of it."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

from arena.demo.read import read_demo
from arena.demo.seed import seed
from arena.store import Store
from arena.strategy.load import strategies
from arena.threads.open import open_thread
from bench.fresh import store_on
from tests.conftest import skip_or_fail
from tests.hosting import hosting
from tests.people import Arena
from tests.walks.network import Network
from tests.walks.walker import PATIENCE_MS, Walkers, walking

expect.set_options(timeout=PATIENCE_MS)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run"]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A copy of the demo city, which is made once for all workers of a run.

    Walks run once, on SQLite: what differs between databases is tested at the door.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "city.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (shared / "city.db").exists():
            _make_city(shared / "making.db").rename(shared / "city.db")
    return f"sqlite:///{shutil.copy(shared / 'city.db', tmp_path_factory.mktemp('walks'))}"


def _make_city(path: Path) -> Path:
    store = store_on(f"sqlite:///{path}")
    store.write_now(seed, read_demo(strategy=store.read_now(strategies).current), lambda done, of: None)
    store.close()
    return path


@pytest.fixture(scope="session")
def store(database: str) -> Iterator[Store]:
    """A store of its own on the city's database, beside the server's."""
    store = Store(database)
    yield store
    store.close()


@pytest.fixture(scope="session")
async def arena(database: str, store: Store, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Arena]:
    """The Arena that is walked through."""
    async with hosting(database, store, Path(tmp_path_factory.mktemp("data"))) as arena:
        yield arena


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all walks; without a window around its pages, where the system has it, it costs half."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not found:
        skip_or_fail("browser", "there is no Chromium on this machine")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def walk(browser: Browser, arena: Arena) -> AsyncIterator[Walkers]:
    """`await walk(person)` brings somebody in front of a browser; at the end nothing may have gone wrong."""
    async with walking(browser, arena) as walkers:
        yield walkers


@pytest.fixture
async def network(arena: Arena) -> AsyncIterator[Network]:
    """A network that can be cut."""
    async with Network(arena.settings.port) as network:
        yield network


@pytest.fixture
def thread(store: Store) -> int:
    """A new public thread."""
    return store.write_now(open_thread)
