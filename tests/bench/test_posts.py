"""The benchmark of durable posts, as small as it can be: its pieces still fit together."""

from bench.posts import Plan, facts, measure, told
from bench.storing import COMMIT_EACH, DISK, sqlite


def test_posts_are_measured_beside_one_commit_each_and_the_bare_disk() -> None:
    rows = measure(Plan(posters=4, readers=3, rounds=1, seconds=0.2, alone=2), sqlite((COMMIT_EACH, DISK)))

    arena = facts(rows[0], rows)
    assert [row.name for row in rows] == ["arena", COMMIT_EACH, DISK]
    assert all(row.per_second > 0 for row in rows)
    assert arena["vs"].keys() == {COMMIT_EACH, DISK}
    assert arena["ok_in_fdatasyncs"] > 0
    assert "an ok alone takes" in told(rows)
