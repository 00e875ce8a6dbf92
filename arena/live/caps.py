"""Caps: how many lines an address, a person and a process may hold, sockets and streams together."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from arena.live.hub import Hub

PER_ADDRESS, PER_PERSON, PER_PROCESS, THREADS = 60, 10, 12_000, 20
_addresses: Counter[str] = Counter()


def is_full(hub: Hub, address: str) -> bool:
    """Whether this address, or the process as a whole, holds as many lines as it may."""
    return _addresses[address] >= PER_ADDRESS or len(hub.seats) >= PER_PROCESS


def has_enough(hub: Hub, person_id: int | None) -> bool:
    """Whether a person holds as many lines here as they may."""
    return person_id is not None and hub.lines[person_id] >= PER_PERSON


@contextmanager
def counted(address: str) -> Iterator[None]:
    """Count one line of this address for as long as it is open."""
    _addresses[address] += 1
    try:
        yield
    finally:
        _addresses[address] -= 1
        if not _addresses[address]:
            del _addresses[address]
