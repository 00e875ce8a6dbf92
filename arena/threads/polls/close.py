"""Close a poll: by whoever began it, by an office, or by the clock at its end."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from arena.errors import Missing
from arena.store import Store, Tx
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, hash_of, known, lock
from arena.threads.marks.mark import log_change
from arena.threads.marks.offices import must_hold
from arena.threads.model import Post
from arena.threads.polls.model import Poll, PollVote
from arena.threads.polls.vote import poll_of
from arena.threads.rules import must_be_open
from arena.voice import Voice


def close_poll(tx: Tx, voice: Voice, post_id: int, client_key: str | None = None) -> Stored:
    """End a poll for good, so that its counts are final; closing it twice changes nothing."""
    thread, post = post_for_change(tx, post_id)
    body = hash_of("close_poll", post_id)
    if before := known(tx, voice, client_key, body):
        return before
    post_id = post.id
    if post.state != "visible":
        raise Missing
    must_be_open(thread)
    poll = poll_of(tx, post_id)
    if post.person_id != voice.person_id:
        must_hold(tx.db, voice, thread.id)
    if poll.closed_at is not None:
        return Stored(thread.id, post.seq, post_id, post.rev, dup=True)
    seq = _close(tx, voice, post, poll, Change("close_poll", post_id, post.rev + 1, client_key, body))
    return Stored(thread.id, seq, post_id, post.rev + 1)


async def close_due(store: Store) -> None:
    """Close every poll whose end has come; several processes that do so at once close each once."""
    for post_id in await store.read(due):
        await store.write(close_at_end, post_id)


def due(db: Any) -> list[int]:
    """The polls whose end has come and that nobody has closed yet."""
    over = (Poll.closed_at.is_(None), Poll.ends_at <= datetime.now(UTC))
    return list(db.execute(select(Poll.post_id).where(*over).order_by(Poll.ends_at)).scalars())


def close_at_end(tx: Tx, post_id: int) -> None:
    """Close a poll whose end has come, in nobody's name."""
    lock(tx, tx.db.execute(select(Post.thread_id).where(Post.id == post_id)).scalar_one())
    poll = poll_of(tx, post_id)
    if poll.closed_at is None and poll.ends_at is not None and poll.ends_at <= tx.now:
        post = tx.db.execute(select(Post.__table__).where(Post.id == post_id)).one()
        _close(tx, None, post, poll, Change("close_poll", post_id, post.rev + 1))


def drop_votes(tx: Tx, post_id: int) -> None:
    """Forget the poll of a contribution that is retracted, with every vote."""
    tx.db.execute(delete(PollVote).where(PollVote.post_id == post_id))
    tx.db.execute(delete(Poll).where(Poll.post_id == post_id))


def _close(tx: Tx, voice: Voice | None, post: Row[Any], poll: Row[Any], change: Change) -> int:
    tx.db.execute(update(Poll).where(Poll.post_id == post.id).values(closed_at=tx.now))
    if poll.hidden:
        tx.db.execute(delete(PollVote).where(PollVote.post_id == post.id))
    return log_change(tx, voice, post, change)
