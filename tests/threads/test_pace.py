"""How fast a person may speak: a lively talk is never held up, a flood is."""

import pytest

from arena.errors import Refusal
from arena.threads.rules import Pace


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes as the test says."""
    now = [1_000.0]
    monkeypatch.setattr("arena.web.limits.monotonic", lambda: now[0])
    return now


def _says(pace: Pace, person: int) -> int:
    """Say something: 0, or the seconds to wait."""
    try:
        pace.check(person, "post")
    except Refusal as refusal:
        return int(refusal.facts["retry"])
    return 0


def test_who_says_something_every_five_seconds_is_never_held_up(clock: list[float]) -> None:
    pace = Pace()
    for _ in range(240):  # twenty minutes
        assert _says(pace, 1) == 0
        clock[0] += 5


def test_one_thought_in_eight_short_lines_goes_through_at_once_and_again_a_minute_later(clock: list[float]) -> None:
    pace = Pace()
    for _ in range(3):
        assert [_says(pace, 1) for _ in range(8)] == [0] * 8
        clock[0] += 60


def test_a_flood_waits_some_seconds_and_nobody_else_does(clock: list[float]) -> None:
    pace = Pace()
    assert [bool(_says(pace, 1)) for _ in range(10)] == [False] * 8 + [True] * 2
    assert _says(pace, 2) == 0
    wait = _says(pace, 1)
    assert 5 <= wait <= 6
    clock[0] += wait
    assert _says(pace, 1) == 0
    waits = []
    for _ in range(60):
        clock[0] += 1
        waits.append(_says(pace, 1))
    assert waits.count(0) == 12
