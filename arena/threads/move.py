"""Move contributions into another thread: each leaves a note of where it went and stands there as it was."""

from typing import Any

from sqlalchemy import Row, delete, insert, literal, select, update

from arena.errors import Faults, Missing
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.threads.log import Change, append, lock, next_seq, take_numbers
from arena.threads.marks.mark import log_change
from arena.threads.marks.model import Mark
from arena.threads.model import CONTRIBUTION, Mention, Post, PostRevision, Reaction, ThreadRead
from arena.threads.moved import present
from arena.threads.own_model import Call
from arena.threads.polls.model import Poll, PollVote
from arena.voice import Voice

MOST = 200
# What a contribution takes along; its words leave the place where it was.
KEPT = (
    *(
        "kind",
        "state",
        "person_id",
        "actor_id",
        "markdown",
        "html",
        "quote",
        "quote_rev",
        "unquoted",
        "text_rev",
        "question",
        "special",
    ),
    *("support", "concern", "evidence", "help", "metoo", "at", "edited_at"),
)
# Tables whose rows belong to a contribution by its `post_id` and go along; later nouns add their own.
along: list[Any] = [Reaction, Mention, Call, PostRevision, Mark]
GONE = {"state": "deleted", "markdown": "", "html": "", "quote": "", "quote_rev": None, "special": False}


def movable(tx: Tx, thread_id: int, posts: list[int] | None, most: int = MOST) -> list[Row[Any]]:
    """The visible contributions of a thread among these, or all, in their order; refused where none or too many."""
    wanted = select(Post.__table__).where(
        Post.thread_id == thread_id, Post.kind == CONTRIBUTION, Post.state == "visible"
    )
    if posts is not None:
        wanted = wanted.where(Post.id.in_(posts[: most + 1]))
    rows = list(tx.db.execute(wanted.order_by(Post.born_seq).limit(most + 1)))
    faults = Faults()
    if posts is not None and not rows:
        faults.add("posts", "ideas_threads.faults.none")
    if len(rows) > most or len(posts or ()) > most:
        faults.add("posts", "ideas_threads.faults.many", most=most)
    faults.refuse()
    return rows


def move(tx: Tx, voice: Voice, rows: list[Row[Any]], there: int, title: str, key: tuple[str | None, str]) -> None:
    """Move contributions of one thread to another, which is called `title`, by a client key and its fingerprint.

    The caller holds both threads, may do so and tells of it. Reactions, marks, polls, mentions, earlier texts go along.
    """
    if not rows:
        return
    here, before = rows[0].thread_id, lock(tx, there).post_no
    new: dict[int, int] = {}
    for row in rows:
        new[row.id] = _arrive(tx, voice, row, there, new)
    for place, row in enumerate(rows):
        _leave(tx, voice, row, new[row.id], title, key if place == 0 else (None, key[1]))
    for row in rows:
        if row.special:
            _tell_question(tx, voice, new[row.id], new.values())
    _lead_replies(tx, voice, here, new)
    _keep_read(tx, here, max(row.no for row in rows), there, before)


def _arrive(tx: Tx, voice: Voice, row: Row[Any], there: int, new: dict[int, int]) -> int:
    """Give a contribution its next number in the other thread; returns what it is called from now on."""
    seq, no = take_numbers(tx, there, 1, 1)
    parent = None
    if row.reply_to is not None:
        parent = new.get(row.reply_to) or present(tx.db, row.reply_to)
    kept = {name: getattr(row, name) for name in KEPT}
    kept |= {"thread_id": there, "no": no, "born_seq": seq, "seq": seq, "reply_to": parent}
    number = int(tx.db.execute(insert(Post).values(kept).returning(Post.id)).scalar_one())
    for table in along:
        tx.db.execute(update(table).where(table.post_id == row.id).values(post_id=number))
    if row.special:
        tx.db.execute(update(Mark).where(Mark.question_id == row.id).values(question_id=number))
        _carry_poll(tx, row.id, number)
    append(tx, voice, there, seq, Change("arrive", number, 1))
    return number


def _carry_poll(tx: Tx, old: int, number: int) -> None:
    poll = tx.db.execute(select(Poll.__table__).where(Poll.post_id == old)).first()
    if poll is not None:
        tx.db.execute(insert(Poll).values(dict(poll._mapping) | {"post_id": number}))
        tx.db.execute(update(PollVote).where(PollVote.post_id == old).values(post_id=number))
        tx.db.execute(delete(Poll).where(Poll.post_id == old))


def _leave(tx: Tx, voice: Voice, row: Row[Any], number: int, title: str, key: tuple[str | None, str]) -> None:
    """Leave a note in the place of a contribution that leads to where it is now."""
    there = tx.db.execute(select(Post.thread_id, Post.no).where(Post.id == number)).one()
    facts = {"moved": {"id": number, "th": there.thread_id, "no": there.no, "title": title}}
    seq = next_seq(tx, row.thread_id)
    gone = GONE | {"moved_to": number, "facts": facts, "rev": row.rev + 1, "seq": seq}
    tx.db.execute(update(Post).where(Post.id == row.id).values(gone))
    append(tx, voice, row.thread_id, seq, Change("move", row.id, row.rev + 1, *key))


def _tell_question(tx: Tx, voice: Voice, number: int, moved: Any) -> None:
    """A question that stayed behind hears where the answer to it is now."""
    answered = select(Mark.question_id).where(Mark.post_id == number, Mark.ended_at.is_(None))
    question = tx.db.execute(answered).scalar()
    if question is None or question in set(moved):
        return
    row = tx.db.execute(select(Post.__table__).where(Post.id == question)).first()
    if row is None:
        raise Missing
    log_change(tx, voice, row, Change("answered", row.id, row.rev + 1))


def _lead_replies(tx: Tx, voice: Voice, here: int, new: dict[int, int]) -> None:
    """What answers a moved contribution and stays behind leads to where that is now."""
    stay = select(Post.__table__).where(Post.thread_id == here, Post.reply_to.in_(list(new)), Post.moved_to.is_(None))
    for row in tx.db.execute(stay.order_by(Post.id)).all():
        log_change(tx, voice, row, Change("lead", row.id, row.rev + 1), reply_to=new[row.reply_to])


def _keep_read(tx: Tx, here: int, last: int, there: int, before: int) -> None:
    """Whoever had read all that moved, and all of where it went, has read it there as well."""
    after = lock(tx, there).post_no
    readers = (ThreadRead.thread_id == here, ThreadRead.no >= last)
    if before == 0:
        rows = select(literal(there), ThreadRead.person_id, literal(0)).where(*readers)
        fresh = insert_or(tx, ThreadRead).from_select(["thread_id", "person_id", "no"], rows)
        tx.db.execute(fresh.on_conflict_do_nothing())
    who = list(tx.db.execute(select(ThreadRead.person_id).where(*readers)).scalars())
    up_to_date = (ThreadRead.thread_id == there, ThreadRead.no == before, ThreadRead.person_id.in_(who))
    tx.db.execute(update(ThreadRead).where(*up_to_date).values(no=after))
