"""In turns: several servers with their readers, a round of the one and a round of the other.

So a machine that is slower for a while is slower for all of them, and the ratio of two neighbours holds.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import msgspec

from bench.machine import DidNotStart, seconds_used
from bench.room import BURST, Room, room_at
from bench.told import median

BROKEN = (DidNotStart, ConnectionError, TimeoutError)
SINGLE, BURSTS, IDLE = "single", f"burst {BURST}", "idle"


class Plan(msgspec.Struct, frozen=True):
    """How much is measured: rounds of so many single messages, and of so many bursts."""

    readers: tuple[int, ...]
    rounds: int
    singles: int
    bursts: int

    @property
    def messages(self) -> int:
        """How many readers hear in all."""
        return self.rounds * (self.singles + self.bursts * BURST)

    @property
    def modes(self) -> dict[str, list[int]]:
        """What is said in a round of each mode: how many messages at once, one after the other."""
        modes = {SINGLE if self.bursts else IDLE: [1] * self.singles, BURSTS: [BURST] * self.bursts}
        return {mode: said for mode, said in modes.items() if said}


class Seen(msgspec.Struct):
    """What one server did for so many readers in one mode, round by round: deliveries per CPU s, waits (s), load."""

    name: str
    n: int
    mode: str
    kib_per_socket: float
    bytes_each: float
    rates: list[float]
    waits: list[float]
    loads: list[float]


def in_turns(names: Sequence[str], readers: int, plan: Plan) -> list[Seen]:
    """Start these servers, let the readers in, and give each its round again and again."""
    with ExitStack() as stack:
        rooms = {name: stack.enter_context(room_at(name, readers, plan.messages)) for name in names}
        for name, room in rooms.items():
            with _whose(name):
                room.fill(readers)
        return [seen for mode, said in plan.modes.items() for seen in _take_turns(rooms, mode, said, plan.rounds)]


def _take_turns(rooms: dict[str, Room], mode: str, said: list[int], rounds: int) -> Iterator[Seen]:
    before = {name: (room.crowd.events, room.crowd.bytes) for name, room in rooms.items()}
    all_of_it = {name: Seen(name, room.size, mode, room.kib, 0.0, [], [], []) for name, room in rooms.items()}
    for _ in range(rounds):
        for name, room in rooms.items():
            with _whose(name):
                _round(room, said, all_of_it[name])
    for name, room in rooms.items():
        events, arrived = before[name]
        all_of_it[name].bytes_each = (room.crowd.bytes - arrived) / (room.crowd.events - events)
        yield all_of_it[name]


@contextmanager
def _whose(name: str) -> Iterator[None]:
    """A rival may break while it is measured; the Arena may not."""
    try:
        yield
    except BROKEN as fault:
        if name == "arena":
            raise RuntimeError("the Arena broke") from fault
        raise


def _round(room: Room, said: list[int], seen: Seen) -> None:
    room.crowd.take_what_is_there()
    used, mine, begin = seconds_used(room.pid), time.process_time(), time.perf_counter()
    seen.waits += [room.say(number) for number in said]
    seen.rates.append(sum(said) * room.size / max(seconds_used(room.pid) - used, 1e-4))
    seen.loads.append((time.process_time() - mine) / (time.perf_counter() - begin))


def beside(ours: Seen, theirs: Seen) -> float:
    """How many times more one server delivers per CPU s than the other: the middle of all pairs of rounds."""
    return median([one / other for one, other in zip(ours.rates, theirs.rates, strict=True)])


def together(several: Sequence[Seen]) -> Seen:
    """All rounds of one server in one mode."""
    first = several[0]
    return msgspec.structs.replace(
        first,
        kib_per_socket=median([one.kib_per_socket for one in several]),
        bytes_each=median([one.bytes_each for one in several]),
        rates=[rate for one in several for rate in one.rates],
        waits=[wait for one in several for wait in one.waits],
        loads=[load for one in several for load in one.loads],
    )
