"""One server for all cases, whose log stays empty, and a line to it for each case."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conformance.line import Line
from tests.serving import Server


@pytest.fixture(scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """The product as it is served, with its log in a file."""
    folder: Path = tmp_path_factory.mktemp("conformance")
    server = Server(f"sqlite:///{folder / 'arena.db'}", folder)
    server.log = folder / "log"
    async with server:
        yield server


@pytest.fixture
async def bare(server: Server) -> AsyncIterator[Line]:
    """A connection before its handshake; whatever is done over it leaves no word in the log."""
    assert server.log
    before = _faults(server.log)
    async with Line(server.settings.port) as line:
        yield line
    assert server.process.poll() is None, "the server has ended"
    assert _faults(server.log) == before


@pytest.fixture
async def line(bare: Line) -> Line:
    """A socket that has not said hello yet."""
    assert (await bare.shake()).startswith("HTTP/1.1 101 ")
    return bare


def _faults(log: Path) -> list[str]:
    """All but what every start says."""
    return [row for row in log.read_text("utf-8").splitlines() if not row.startswith(("migration ", "Arena: "))]
