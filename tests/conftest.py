"""What every test stands on: both databases, a real server, and people who use it."""

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from arena.store import Store
from arena.web import heads
from bench.fresh import store_on
from tests.hosting import hosting
from tests.people import Arena

POSTGRES = os.environ.get("ARENA_TEST_POSTGRES")
settings.register_profile("arena", deadline=None)  # how long an example takes says nothing on a busy machine
settings.load_profile("arena")
STORING = {"chaos", "client", "deployment", "jobs", "live", "store", "threads"}
TESTS, CASES = 2, 1
ALL_CASES = os.environ.get("ARENA_TEST_CASES") == "all"
REQUIRED = os.environ.get("ARENA_TEST_REQUIRE", "").split(",")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What runs on PostgreSQL as well (docs/decisions/0036): everything where the store, its log and its processes are
    tested, of each noun the first tests of a file, which go the whole way of an act, and one case of each test.

    All run where `ARENA_TEST_CASES` is `all`, and where somebody asks for a file or a case by its name.
    """
    if ALL_CASES or any(".py" in argument for argument in config.args):
        return
    cases: Counter[str] = Counter()
    tests: defaultdict[Path, dict[str, None]] = defaultdict(dict)
    kept: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        test, _, case = item.nodeid.partition("[")
        if not case.startswith("postgres"):
            kept[True].append(item)
            continue
        cases[test] += 1
        tests[item.path][test] = None
        room = item.path.relative_to(config.rootpath).parts[1]
        kept[cases[test] <= CASES and (room in STORING or len(tests[item.path]) <= TESTS)].append(item)
    items[:] = kept[True]
    config.hook.pytest_deselected(items=kept[False])


def skip_or_fail(what: str, why: str) -> None:
    """Skip where a part is missing on this machine; fail where the run demands it."""
    if what in REQUIRED:
        pytest.fail(f"{what} is required here: {why}")
    pytest.skip(why)


@pytest.fixture(scope="session", autouse=True)
def nobody_is_costly() -> Iterator[None]:
    """On a machine that is busy with tests everything takes long; only tests of `Heads` are about costly readers."""
    with patch.object(heads, "COSTLY_S", 3_600):
        yield


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of each kind; PostgreSQL where `ARENA_TEST_POSTGRES` names a server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'arena.db'}"
        return
    if not POSTGRES:
        skip_or_fail("postgres", "ARENA_TEST_POSTGRES names no server")
    with new_postgres() as url:
        yield url


class new_postgres:  # noqa: N801
    """A database of its own on the test server, empty or like another one, dropped afterwards."""

    def __init__(self, pattern: str = "") -> None:
        self.like = f"{make_url(pattern).database}" if pattern else "template0 ENCODING 'UTF8'"

    def __enter__(self) -> str:
        assert POSTGRES
        self.name = f"arena_test_{uuid4().hex[:12]}"
        self.engine = create_engine(make_url(POSTGRES), isolation_level="AUTOCOMMIT")
        with self.engine.connect() as db:
            db.execute(text(f"CREATE DATABASE {self.name} TEMPLATE {self.like}"))
        return make_url(POSTGRES).set(database=self.name).render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        with self.engine.connect() as db:
            db.execute(text(f"DROP DATABASE {self.name} WITH (FORCE)"))
        self.engine.dispose()


@pytest.fixture(scope="session")
def pattern(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database that is migrated, knows the strategy and is left alone: copying it is quicker than migrating anew."""
    with ExitStack() as stack:
        file = tmp_path_factory.mktemp("pattern") / "pattern.db"
        url = f"sqlite:///{file}" if database.startswith("sqlite") else stack.enter_context(new_postgres())
        store_on(url).close()
        yield url


@pytest.fixture
def fresh_database(pattern: str, tmp_path: Path) -> Iterator[str]:
    """One more database of the same kind, with nothing in it but the strategy, which a test has to itself."""
    if pattern.startswith("sqlite"):
        copied = shutil.copy(pattern.removeprefix("sqlite:///"), tmp_path / "fresh.db")
        yield f"sqlite:///{copied}"
        return
    with new_postgres(pattern) as url:
        yield url


@pytest.fixture
def empty_database(database: str, tmp_path: Path) -> Iterator[str]:
    """The same without a single table."""
    if database.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with new_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def store(database: str) -> Iterator[Store]:
    """A store of its own on the migrated database, beside the server's."""
    store = store_on(database)
    yield store
    store.close()


@pytest.fixture(scope="session")
async def arena(database: str, store: Store, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Arena]:
    """The whole Arena behind a real server on a free port.

    Tests ask for what is done hourly: done by itself as well, it would be done in days to which they travel.
    """
    async with hosting(database, store, Path(tmp_path_factory.mktemp("data")), hourly=False) as arena:
        yield arena
