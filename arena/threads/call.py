"""Call on people: whom a contribution names or answers is remembered with it, so that they find it among their news.

Only what names or answers somebody costs anything; who hears of it is asked when it is read (`hear.py`).
A mark calls on people later, and more strongly than the words.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, delete, insert, literal, select, union_all, update

from arena.actors.model import Actor, Membership
from arena.store import Tx
from arena.store.prepared import Prepared
from arena.threads.mentions import names_somebody
from arena.threads.model import Mention, Post
from arena.threads.own_model import Call

WHYS = ("mention", "organisation", "reply")  # the first that holds is the one told
MARKED = ("answer", "decision")

_posts: Any = bindparam("posts", expanding=True)
_speakers = (
    select(Mention.post_id, Membership.person_id.label("person"), literal("organisation").label("why"))
    .join(Membership, Membership.organisation_id == Mention.actor_id)
    .where(Membership.state == "active", Mention.post_id.in_(_posts))
)
_named = (
    select(Mention.post_id, Actor.id.label("person"), literal("mention").label("why"))
    .join(Actor, Actor.id == Mention.actor_id)
    .where(Actor.kind == "person", Mention.post_id.in_(_posts))
)
_people = select(union_all(_named, _speakers).subquery())
_store = Prepared(insert(Call).returning(Call.id))
_named_by_key = (Call.post_id == bindparam("post"), Call.person_id == bindparam("person"))


class Calling(msgspec.Struct, frozen=True):
    """A contribution that may call on somebody: its text with its links, whose it is, and whom it answers."""

    post_id: int
    html: str
    author: int | None
    answered: int | None = None


def call(tx: Tx, said: Iterable[Calling]) -> None:
    """Remember on whom each of these new contributions calls."""
    rows = [row for row in said if row.answered or names_somebody(row.html)]
    if rows and (found := _called_on(tx, rows)):
        _insert(tx, found, late=False)


def call_anew(tx: Tx, before: Row[Any], html: str) -> None:
    """After a text was replaced: whom it names now hears of it, whom it does not name any more does not."""
    if not names_somebody(before.html) and not names_somebody(html):
        return
    wanted, known = _wanted(tx, before, html), _known(tx, before.id)
    said = {key for key, why in known.items() if why in WHYS}  # what a mark says holds whatever the text does
    _forget(tx, said - wanted.keys())
    _call_so(tx, {key: wanted[key] for key in said & wanted.keys()})
    if fresh := {key: wanted[key] for key in wanted.keys() - known.keys()}:
        _insert(tx, fresh, late=True)


def call_by_mark(tx: Tx, post_id: int, people: Iterable[int], why: str) -> None:
    """After a contribution was marked: it calls on these people anew, also on those whom its words called on before."""
    called = {(post_id, person): why for person in people}
    _forget(tx, _known(tx, post_id).keys() & called.keys())
    if called:
        _insert(tx, called, late=True)


def call_without_mark(tx: Tx, post: Row[Any]) -> None:
    """After a mark was taken back: the contribution calls on those whom its words call on, and they know it already."""
    marked = {key for key, why in _known(tx, post.id).items() if why in MARKED}
    if marked:
        wanted = _wanted(tx, post, post.html)
        _forget(tx, marked - wanted.keys())
        _call_so(tx, {key: wanted[key] for key in marked & wanted.keys()})


def _wanted(tx: Tx, post: Row[Any], html: str) -> dict[tuple[int, int], str]:
    answered = tx.db.execute(select(Post.person_id).where(Post.id == post.reply_to)).scalar()
    return _called_on(tx, [Calling(post.id, html, post.person_id, answered)])


def _known(tx: Tx, post_id: int) -> dict[tuple[int, int], str]:
    asked = select(Call.person_id, Call.why).where(Call.post_id == post_id)
    return {(post_id, row.person_id): row.why for row in tx.db.execute(asked)}


def _forget(tx: Tx, keys: Iterable[tuple[int, int]]) -> None:
    some = [{"post": post_id, "person": person} for post_id, person in keys]
    if some:
        tx.db.execute(delete(Call).where(*_named_by_key), some)


def _call_so(tx: Tx, whys: dict[tuple[int, int], str]) -> None:
    some = [{"post": post_id, "person": person, "now": why} for (post_id, person), why in whys.items()]
    if some:
        tx.db.execute(update(Call).where(*_named_by_key).values(why=bindparam("now")), some)


def _called_on(tx: Tx, rows: list[Calling]) -> dict[tuple[int, int], str]:
    """Why each contribution calls on each person; never on whoever wrote it."""
    authors = {row.post_id: row.author for row in rows}
    found = {(row.post_id, row.answered): "reply" for row in rows if row.answered}
    if naming := [row.post_id for row in rows if names_somebody(row.html)]:
        for row in tx.db.execute(_people, {"posts": naming}):
            key = row.post_id, row.person
            found[key] = min(row.why, found.get(key, WHYS[-1]), key=WHYS.index)
    return {(post, person): why for (post, person), why in found.items() if person != authors[post]}


def _insert(tx: Tx, found: dict[tuple[int, int], str], *, late: bool) -> None:
    facts = [
        {"post_id": post, "person_id": person, "why": why, "late": late, "at": tx.now}
        for (post, person), why in sorted(found.items())
    ]
    _store.each(tx.db, facts)
