"""Which bus: what the operator named, else what the database offers."""

from importlib.util import find_spec

from sqlalchemy.engine import make_url

from arena.live.buses.bus import Bus, Hear
from arena.live.buses.memory import MemoryBus
from arena.live.buses.sqlite import SqliteBus
from arena.settings import Settings

DRIVERS = {"redis": "redis", "nats": "nats", "postgres": "psycopg"}


def missing_driver(settings: Settings) -> str | None:
    """The extra that must be installed for this broker, or None."""
    driver = DRIVERS.get(settings.carrier)
    return settings.carrier if driver is not None and find_spec(driver) is None else None


def bus_of(settings: Settings, hear: Hear) -> Bus:
    """The bus of these settings; it is returned at once, whether its server answers or not."""
    match settings.carrier:
        case "postgres":
            from arena.live.buses.postgres import PostgresBus

            return PostgresBus(settings.broker if "://" in settings.broker else settings.database, hear)
        case "redis":
            from arena.live.buses.redis import RedisBus

            return RedisBus(settings.broker, hear)
        case "nats":
            from arena.live.buses.nats import NatsBus

            return NatsBus(settings.broker, hear)
        case "sqlite":
            return _on_file(make_url(settings.database).database, hear)
        case _:
            return MemoryBus()


def _on_file(path: str | None, hear: Hear) -> Bus:
    return SqliteBus(path, hear) if path and path != ":memory:" else MemoryBus()
