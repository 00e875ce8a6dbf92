"""Look at the broker: whether processes can tell each other what is new."""

from collections.abc import Iterator
from time import monotonic

from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from arena.doctor.finding import FAULT, WELL, Finding
from arena.live.buses import Bus, bus_of, missing_driver
from arena.settings import Settings

SECONDS = 12  # to connect, and for what was sent to come back
LATER = "until it does, what other processes store is read up to two seconds later"


def look_at_broker(settings: Settings) -> Iterator[Finding]:
    """Send a hint and wait until it comes back."""
    if settings.carrier in ("memory", "sqlite"):
        yield Finding(WELL, "broker", f"{settings.carrier}, which needs no server")
        return
    if (extra := missing_driver(settings)) is not None:
        yield Finding(FAULT, "broker", f"its driver is missing: pip install 'arena-of-ideas[{extra}]'")
        return
    try:
        bus = bus_of(settings, lambda _: None)
    except (ArgumentError, SQLAlchemyError, ValueError) as fault:
        yield Finding(FAULT, "broker", f"its address can't be used: {fault}")
        return
    try:
        if _answers(bus):
            yield Finding(WELL, "broker", f"{bus.name} answers")
        else:
            yield Finding(FAULT, "broker", f"{bus.name} does not answer ({bus.fault or 'in time'}); {LATER}")
    finally:
        bus.close()


def _answers(bus: Bus) -> bool:
    ends = monotonic() + SECONDS
    while monotonic() < ends and not bus.fault:
        if bus.answers(0.1):
            return True
    return False
