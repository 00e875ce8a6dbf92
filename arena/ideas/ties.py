"""A reader's ties to an idea: all that its boxes say to them and not to everybody."""

from collections.abc import Callable, Hashable
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, exists, select

from arena.ideas.model import Follow, Idea, Support
from arena.ideas.team import Member, Team
from arena.ideas.team_model import RUNNING
from arena.store.prepared import Prepared
from arena.threads.model import Thread
from arena.threads.own import with_own
from arena.voice import Me, Reader, Voice


class Beside(msgspec.Struct, frozen=True):
    """What a later noun shows on an idea's page: to everybody, and made of that to one reader; a statement each."""

    to_all: Callable[[Connection, Row[Any]], Any]
    to_one: Callable[[Connection, Me, Any], Hashable]


# By the name under which their part of the template finds it.
beside: dict[str, Beside] = {}


class Ties(msgspec.Struct, frozen=True):
    """What an idea is to one reader; nothing of it tells who they are, so that all with the same ties see the same.

    `inside` are those who take part, `declined` what they may see of what was declined, `left` the numbers of their
    commitments to an idea that merged, `more` what later nouns say.
    """

    supports: bool = False
    follows: bool = False
    carries: bool = False
    inside: bool = False
    administers: bool = False
    declined: tuple[Member, ...] = ()
    left: tuple[int, ...] = ()
    more: tuple[tuple[str, Any], ...] = ()

    def of(self, name: str) -> Any:
        """What a later noun says to this reader."""
        return dict(self.more).get(name, ())


def _has(table: type[Support] | type[Follow]) -> Any:
    return exists().where(table.idea_id == Idea.id, table.person_id == bindparam("reader"))


@cache  # built once, when every noun has said who takes part in a thread
def _mine() -> Prepared:
    """What a person has with an idea and with its talk."""
    has: Any = select(_has(Support).label("supports"), _has(Follow).label("follows"))
    has = has.select_from(Idea).join(Thread, Thread.id == Idea.thread_id).where(Idea.id == bindparam("idea"))
    return Prepared(with_own(has, bindparam("reader")))


def mine_of(db: Connection, me: Reader, idea_id: int) -> Any:
    """A reader's row with an idea: whether they support and follow it, and their own side of its talk."""
    return _mine().first(db, {"idea": idea_id, "reader": me.person_id}) if me else None


def ties_of(db: Connection, me: Reader, mine: Any, seen: Any) -> Ties:
    """A reader's ties to an idea they may see; `mine` is their row with it, `seen` what everybody sees (`Boxes`)."""
    if me is None:
        return Ties()
    idea, team = seen.idea, seen.team
    if idea.state == "draft":
        return Ties(carries=me.person_id == idea.person_id)
    ours = {voice.actor_id for voice in me.voices}
    carries = bool(ours & team.carrying)
    return Ties(
        supports=bool(mine.supports),
        follows=bool(mine.follows),
        carries=carries,
        inside=any(one.actor_id in ours for one in team.members),
        administers=any(voice.sector == "administration" for voice in me.voices),
        declined=tuple(one for one in seen.declined if carries or one.actor_id in ours),
        left=_left(idea, team, ours),
        more=tuple((name, part.to_one(db, me, seen.beside[name])) for name, part in beside.items()),
    )


def _left(idea: Row[Any], team: Team, ours: set[int]) -> tuple[int, ...]:
    if idea.merged_into is None:
        return ()
    running = (one for one in (*team.members, *team.offers) if one.state in ("offered", *RUNNING))
    return tuple(one.id for one in running if one.role != "carry" and one.actor_id in ours)


def changing(me: Reader, idea: Row[Any], carrying: set[int]) -> tuple[Voice, ...]:
    """In which of their names a reader may change an idea; a draft belongs to the person who writes it."""
    if me is None:
        return ()
    if idea.state == "draft":
        return me.voices if me.person_id == idea.person_id else ()
    return tuple(voice for voice in me.voices if voice.actor_id in carrying)
