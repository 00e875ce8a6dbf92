"""The benchmark of live fan-out, as small as it can be: its pieces still fit together."""

import pytest

from bench import latency, room, stalled, storm
from bench.live import facts, measure, told
from bench.servers import BROADCAST, SERVERS
from bench.tongues import SIZE, event
from bench.turns import BURSTS, SINGLE, Plan


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is still on its way when it is measured does not matter here."""
    monkeypatch.setattr(room, "QUIET_S", 0.2)


def test_the_arena_is_measured_beside_rivals_that_pass_on_as_many_bytes() -> None:
    rows, missing = measure(("arena", BROADCAST), Plan((20,), 1, 3, 1))

    assert not missing
    assert [(row.name, row.mode) for row in rows] == [
        ("arena", SINGLE),
        (BROADCAST, SINGLE),
        ("arena", BURSTS),
        (BROADCAST, BURSTS),
    ]
    assert all(row.per_cpu_second > 0 for row in rows)
    assert facts(rows[0], rows)["vs"].keys() == {BROADCAST}
    assert abs(rows[0].bytes_each - rows[1].bytes_each) < 40
    assert "wanted" in told(rows)


def test_every_rival_is_told_apart_from_what_it_is_sent() -> None:
    for rival in SERVERS.values():
        said = rival.tongue().says(7)
        assert said.count(event(7).encode()) == 1
        assert said[1] & 0x80, "what clients send is masked"
    assert len(event(7)) == SIZE


def test_at_a_steady_pace_nothing_is_lost_and_the_order_is_kept() -> None:
    told, facts_of_it = latency.asked(10, seconds=0.003, rounds=1, names=("arena",))

    assert (facts_of_it[0]["lost"], facts_of_it[0]["out_of_order"]) == (0, 0)
    assert facts_of_it[0]["deliveries"] == 60
    assert facts_of_it[0]["p99_ms"] > 0
    assert "steady pace" in told


def test_a_reader_who_stalls_is_there_while_the_others_are_measured() -> None:
    told, facts_of_it = stalled.asked(10, bursts=1, rounds=1, names=("arena",))

    assert facts_of_it[1]["vs"]["without"] > 0
    assert "wanted" in told


def test_everybody_comes_back_after_a_restart_and_the_log_reads_are_counted() -> None:
    told, facts_of_it = storm.asked(10, rounds=1)

    assert facts_of_it[0]["all_s"] > 0
    assert 1 <= facts_of_it[0]["log_reads"] <= 20
    assert "caught up" in told
