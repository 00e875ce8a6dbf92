"""PostgreSQL's own notifications: sent after the commit, since `NOTIFY` within a transaction takes a lock of all."""

from collections.abc import Generator
from typing import Any

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from arena.live.buses.afar import WAIT_S, Afar, Silence
from arena.live.buses.bus import Hear

CHANNEL = "arena"
CONNECT_S = 5


class PostgresBus(Afar):
    """One connection listens, another one tells."""

    silence = (
        "NOTIFY does not arrive. Behind a pooler that lends connections by the transaction, such as pgbouncer, "
        "ARENA_BROKER names an address of PostgreSQL itself"
    )

    def __init__(self, url: str, hear: Hear) -> None:
        address = make_url(url)
        self._engine: Engine = create_engine(
            url, isolation_level="AUTOCOMMIT", pool_size=2, connect_args={"connect_timeout": CONNECT_S}
        )
        super().__init__(f"PostgreSQL's NOTIFY at {address.host or 'its socket'}", hear)

    def tell(self, note: bytes) -> None:
        """Notify the channel."""
        with self._engine.connect() as db:
            db.execute(text("SELECT pg_notify(:channel, :note)"), {"channel": CHANNEL, "note": note.decode()})

    def listen(self) -> Generator[bytes | None, None, None]:
        """Listen on a connection that is used for nothing else and not handed back."""
        with self._engine.connect() as db:
            raw: Any = db.connection.driver_connection
            try:
                self._must_be_ours(raw)
                raw.execute(f"LISTEN {CHANNEL}")
                while True:
                    yield None
                    for note in raw.notifies(timeout=WAIT_S):
                        yield note.payload.encode()
            finally:
                db.invalidate()

    def _must_be_ours(self, raw: Any) -> None:
        """A pooler may deliver by luck, now and then; what it lends to us it lends to the next one as well."""
        backend = "SELECT pg_backend_pid()"
        lent: int = raw.execute(backend).fetchone()[0]
        if lent != raw.info.backend_pid:
            with self._engine.connect() as other:
                if other.execute(text(backend)).scalar_one() == lent:
                    raise Silence(self.silence)

    def close(self) -> None:
        """End both threads and both connections."""
        super().close()
        self._engine.dispose()
