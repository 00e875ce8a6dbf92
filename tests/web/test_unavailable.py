"""While the database is away people are told so and to come back; afterwards everything is as before."""

from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from arena.store import Store
from tests.hosting import hosting


async def test_a_database_that_is_away_is_a_pause_and_no_fault_of_ours(fresh_database: str, tmp_path: Path) -> None:
    """On PostgreSQL, which can be made to refuse everybody; the file of SQLite is always there."""
    if fresh_database.startswith("sqlite"):
        return
    store = Store(fresh_database)
    async with hosting(fresh_database, store, tmp_path) as arena:
        someone = arena.person()
        assert (await someone.get("/de/ideas")).status_code == 200
        _allow(fresh_database, "false")
        page = await someone.get("/de/ideas")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
        letters = [
            await someone.http.post("/threads/1/ops", json={"do": "post", "text": "bleibt"}),
            await someone.http.post("/threads/1/draft", json={"text": "bleibt"}),
            await someone.http.get("/threads/1/events?after=0"),
        ]
        for letter in letters:
            told = letter.json()
            assert (letter.status_code, letter.headers["Retry-After"]) == (503, "2")
            assert (told["code"], told["key"]) == ("overloaded", "errors.busy")
            assert told["msg"] == told["detail"] != ""
        _allow(fresh_database, "true")
        assert (await someone.get("/de/ideas")).status_code == 200
    store.close()


def _allow(database: str, how: str) -> None:
    """Let PostgreSQL accept connections to a database, or end them all and accept none."""
    url = make_url(database)
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS {how}"))
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        db.execute(text(ended), {"name": url.database})
    engine.dispose()
