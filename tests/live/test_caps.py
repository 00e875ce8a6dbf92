"""Caps: how many lines somebody holds is known without asking everybody."""

from typing import Any

from arena.live import caps
from arena.live.hub import Hub
from arena.live.seat import Seat


async def _none(*_: Any) -> Any:
    raise AssertionError


def test_lines_are_counted_as_they_come_and_go_and_each_goes_once() -> None:
    hub = Hub(_none, _none, _none)
    seats = [Seat(None, person_id=who, login=None, close=_none) for who in (7, 7, 8, None, None)]  # type: ignore[arg-type]
    for seat in seats:
        hub.sit_down(seat)
    assert (hub.lines, len(hub.seats)) == ({7: 2, 8: 1}, 5)
    assert not caps.has_enough(hub, 7)
    assert not caps.has_enough(hub, None)
    for _ in range(caps.PER_PERSON - 2):
        hub.sit_down(Seat(None, person_id=7, login=None, close=_none))  # type: ignore[arg-type]
    assert caps.has_enough(hub, 7)
    assert not caps.has_enough(hub, 9)
    for _ in range(2):
        hub.get_up(seats[0])
    assert hub.lines[7] == caps.PER_PERSON - 1
    for seat in list(hub.seats):
        hub.get_up(seat)
    assert (hub.lines, hub.seats) == ({}, set())
