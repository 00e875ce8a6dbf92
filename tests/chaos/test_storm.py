"""A storm over two servers, half of the hints lost: nothing is lost, doubled or stuck. See `python -m bench.chaos`."""

from pathlib import Path
from random import randrange

import pytest

from arena.client.ways import WAYS
from bench.chaos.disk import compiler
from bench.chaos.storm import Plan, storm
from tests.conftest import REQUIRED

FAULTS = 15
SECONDS = 20.0


async def test_whatever_is_killed_cut_or_filled_nothing_is_lost(
    fresh_database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    on_a_file = fresh_database.startswith("sqlite") and (compiler() or "gcc" in REQUIRED)
    disk = request.getfixturevalue("disk") if on_a_file else None
    seed = randrange(10**6)
    plan = Plan(fresh_database, tmp_path, seed=seed, seconds=SECONDS, faults=FAULTS, disk=disk, hints_lost=50)
    outcome = await storm(plan)
    assert not outcome.faults, f"seed {plan.seed}, {dict(outcome.broken)}: {outcome.faults}\n{outcome.complaints}"
    assert outcome.broken["kill"] >= 3
    assert outcome.counts["acknowledged"] >= 50
    assert all(outcome.counts[f"frames by {way}"] >= 20 for way in WAYS), outcome.counts
