"""A pooler that lends connections by the transaction swallows notifications: the log says so and names the way out."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from arena.live.buses import bus_of
from arena.settings import Settings
from tests.conftest import POSTGRES, skip_or_fail
from tests.live.servers import is_open
from tests.serving import free_port

PATIENCE_S = 30
CONFIGURATION = """\
[databases]
* = host={host} port={port} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
auth_type = any
pool_mode = transaction
unix_socket_dir =
"""


@pytest.fixture
def pooled(tmp_path: Path) -> Iterator[str]:
    """The address of the test server behind pgbouncer."""
    if not POSTGRES:
        skip_or_fail("postgres", "ARENA_TEST_POSTGRES names no server")
    if (found := shutil.which("pgbouncer")) is None:
        skip_or_fail("pgbouncer", "pgbouncer is not on the path")
    address, port = make_url(str(POSTGRES)), free_port()
    file = tmp_path / "pgbouncer.ini"
    facts = {"host": address.host, "port": address.port or 5432, "user": address.username}
    file.write_text(CONFIGURATION.format(listen=port, **facts), "utf-8")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    as_nobody = ["-u", "nobody"] if Path("/proc/self").stat().st_uid == 0 else []
    process = subprocess.Popen([str(found), *as_nobody, str(file)], stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + PATIENCE_S
        while not is_open(port):
            assert process.poll() is None, "pgbouncer did not start"
            assert time.monotonic() < ends
            time.sleep(0.02)
        yield address.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
    finally:
        process.kill()
        process.wait()


async def test_notifications_that_do_not_arrive_are_said_and_the_direct_way_is_taken(
    pooled: str, caplog: pytest.LogCaptureFixture
) -> None:
    behind = bus_of(Settings(database_url=pooled), lambda _: None)
    async with asyncio.timeout(PATIENCE_S):
        while not behind.fault:
            await asyncio.sleep(0.05)
    assert "ARENA_BROKER names an address of PostgreSQL itself" in caplog.text
    assert not behind.answers(0)
    await asyncio.to_thread(behind.close)
    direct = bus_of(Settings(database_url=pooled, broker=str(POSTGRES)), lambda _: None)
    assert await asyncio.to_thread(direct.answers, PATIENCE_S)
    await asyncio.to_thread(direct.close)
