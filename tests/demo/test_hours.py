"""The demo can be opened at any hour: days are counted from the hour it is, and still everything happens in order."""

from datetime import datetime, time, timedelta
from pathlib import Path

import time_machine
from sqlalchemy import func, select

from arena.demo.read import read_demo
from arena.demo.seed import seed
from arena.ideas.model import Idea
from arena.words.words import ZONE
from bench.fresh import store_on
from tests.days import today

DEMO = read_demo()


def test_the_demo_opens_just_after_midnight(tmp_path: Path) -> None:
    with time_machine.travel(datetime.combine(today() - timedelta(days=1), time(0, 4), ZONE)):
        store = store_on(f"sqlite:///{tmp_path / 'arena.db'}")
        assert store.write_now(seed, DEMO, lambda done, total: None)
    assert store.read_now(lambda db: db.execute(select(func.count(Idea.id))).scalar_one()) == len(DEMO.ideas)
    store.close()
