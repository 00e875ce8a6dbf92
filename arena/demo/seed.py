"""Seed an empty Arena with the demo content, as if everybody had acted in the weeks before."""

from collections.abc import Callable
from datetime import timedelta
from operator import itemgetter

from sqlalchemy import Connection, select

from arena.demo.cast import enter
from arena.demo.shape import Demo
from arena.demo.sow_answers import acts_of_answers, grant_offices
from arena.demo.sow_compass import acts_of_assessment
from arena.demo.sow_growing import acts_of_growing
from arena.demo.sow_measures import acts_of_measure
from arena.demo.sow_moderation import acts_of_moderation, grant_moderators
from arena.demo.sow_projects import acts_of_project
from arena.demo.sow_sheets import acts_of_sheet
from arena.demo.sow_steering import acts_of_steering
from arena.demo.sow_team import acts_of_team
from arena.demo.sow_thread import acts_in_thread
from arena.demo.sowing import Act, Sowing, acts_on
from arena.ideas.count import expire_needs
from arena.ideas.model import Idea
from arena.store import Tx
from arena.strategy.load import strategies


def is_empty(db: Connection) -> bool:
    """Whether there is no idea yet, so that demo content does no harm."""
    return db.execute(select(Idea.id).limit(1)).first() is None


def seed(tx: Tx, demo: Demo, tell: Callable[[int, int], None]) -> bool:
    """Carry out every act of the demo in the order of time, each at its moment; False where there are ideas already.

    All of it is one transaction: a seeding that was interrupted left nothing behind, and the next start seeds anew.
    """
    if not is_empty(tx.db):
        return False
    now, known = tx.now, strategies(tx.db)
    began = now - timedelta(days=max(idea.days_ago for idea in demo.ideas.values()))
    cast = enter(tx, demo, began)
    tx.now = began - timedelta(days=1)  # offices and moderators are there before anybody waits for them
    grant_offices(tx, demo, cast)
    grant_moderators(tx, demo)
    acts: list[Act] = []
    sowings = {slug: Sowing(slug, idea, cast, known, now) for slug, idea in demo.ideas.items()}
    for sowing in sowings.values():
        acts += [*acts_on(sowing), *acts_of_team(sowing), *acts_in_thread(sowing), *acts_of_steering(sowing)]
        acts += [*acts_of_assessment(sowing), *acts_of_sheet(sowing), *acts_of_answers(sowing, demo)]
        acts += [*acts_of_project(sowing), *acts_of_measure(sowing), *acts_of_growing(sowing, sowings)]
        acts += acts_of_moderation(sowing, demo)
    acts.sort(key=itemgetter(0))
    for done, (at, act) in enumerate(acts, 1):
        tx.now = at
        act(tx)
        tell(done, len(acts))
    tx.now = now
    expire_needs(tx)
    return True
