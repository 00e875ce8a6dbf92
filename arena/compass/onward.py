"""The next idea to assess: the list goes on where one is, past all that one has assessed already."""

from bisect import bisect_left
from itertools import chain
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from arena.compass.model import Assessment
from arena.ideas.model import Idea
from arena.ideas.shelf import Shelf

ORDER = "active"  # the order in which the list of ideas opens


class Onward(msgspec.Struct, frozen=True):
    """How many of all published ideas an actor has assessed, and which is next, if one is left."""

    done: int
    all: int
    next: Any | None


def onward(db: Connection, shelf: Shelf, actor_id: int, idea_id: int) -> Onward:
    """What is left to assess for an actor who is at an idea."""
    shelf.refresh(db)
    mine = set(db.execute(select(Assessment.idea_id).where(Assessment.actor_id == actor_id)).scalars())
    with shelf.lock:
        done, all_of_them = sum(one in shelf.entries for one in mine), len(shelf.entries)
        following = _following(shelf, idea_id, mine | {idea_id})
    found = select(Idea.id, Idea.title, Idea.language).where(Idea.id == following)
    return Onward(done, all_of_them, db.execute(found).first() if following else None)


def _following(shelf: Shelf, idea_id: int, but: set[int]) -> int | None:
    """The first idea below this one in the list that is none of these, else the first from the top."""
    order, here = shelf.orders[ORDER], len(shelf.orders[ORDER])
    if idea_id in shelf.entries:
        here = bisect_left(order, (getattr(shelf.entries[idea_id], ORDER), idea_id))
    places = chain(range(here - 1, -1, -1), range(len(order) - 1, here - 1, -1))
    return next((order[place][1] for place in places if order[place][1] not in but), None)
