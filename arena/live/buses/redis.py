"""Redis or Valkey: publish and subscribe."""

from collections.abc import Generator
from typing import Any
from urllib.parse import urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from arena.live.buses.afar import WAIT_S, Afar
from arena.live.buses.bus import Hear

CONNECT_S = 5


class RedisBus(Afar):
    """One connection listens, another one tells. The number of the database names the channel."""

    def __init__(self, url: str, hear: Hear) -> None:
        address = urlsplit(url)
        self._channel = f"arena.{address.path.strip('/') or 0}"
        self._client: Any = Redis.from_url(
            url.replace("valkey", "redis", 1),
            socket_connect_timeout=CONNECT_S,
            socket_timeout=CONNECT_S,
            retry=Retry(NoBackoff(), 0),
        )
        super().__init__(f"{address.scheme}://{address.hostname}:{address.port or 6379}", hear)

    def tell(self, note: bytes) -> None:
        """Publish on the channel."""
        self._client.publish(self._channel, note)

    def listen(self) -> Generator[bytes | None, None, None]:
        """Subscribe to the channel."""
        with self._client.pubsub() as inbox:
            inbox.subscribe(self._channel)
            inbox.get_message(timeout=CONNECT_S)  # "subscribed"
            yield None
            while True:
                came = inbox.get_message(timeout=WAIT_S)
                yield came["data"] if came is not None and came["type"] == "message" else None

    def close(self) -> None:
        """End both threads and all connections."""
        super().close()
        self._client.close()
