"""NATS: publish and subscribe, at most once."""

import asyncio
from collections.abc import Generator
from urllib.parse import urlsplit

import nats
from nats.aio.client import Client
from nats.errors import NoServersError
from nats.errors import TimeoutError as NothingCame

from arena.live.buses.afar import WAIT_S, Afar
from arena.live.buses.bus import Hear

CONNECT_S = 5


class NatsBus(Afar):
    """One connection for both; its loop runs on the thread that listens. The path names the subject."""

    def __init__(self, url: str, hear: Hear) -> None:
        self._servers = url.split(",")
        address = urlsplit(self._servers[0])
        self._subject = ".".join(["arena", *filter(None, address.path.split("/"))])
        self._line: tuple[asyncio.AbstractEventLoop, Client] | None = None
        super().__init__(f"nats://{address.hostname}:{address.port or 4222}", hear)

    def tell(self, note: bytes) -> None:
        """Publish on the subject."""
        if self._line is None:
            raise ConnectionError("there is no connection to NATS")
        loop, client = self._line
        asyncio.run_coroutine_threadsafe(client.publish(self._subject, note), loop).result(CONNECT_S)

    def listen(self) -> Generator[bytes | None, None, None]:
        """Subscribe to the subject."""
        with asyncio.Runner() as runner:
            client = runner.run(self._connect())
            try:
                inbox = runner.run(client.subscribe(self._subject))
                runner.run(client.flush(CONNECT_S))
                self._line = runner.get_loop(), client
                yield None
                while True:
                    try:
                        yield runner.run(inbox.next_msg(WAIT_S)).data
                    except NothingCame:
                        yield None
            finally:
                self._line = None
                runner.run(client.close())

    async def _connect(self) -> Client:
        """Try each server twice; raises what was wrong with the last of them."""
        faults: list[Exception] = []

        async def note(fault: Exception) -> None:
            faults.append(fault)

        try:
            return await nats.connect(
                self._servers,
                allow_reconnect=False,
                connect_timeout=CONNECT_S,
                max_reconnect_attempts=1,  # 0 would mean for ever
                reconnect_time_wait=0,
                error_cb=note,
            )
        except NoServersError:
            raise faults[-1] if faults else ConnectionError("no server is there") from None
