"""Vote in a poll: one vote a person, which may be changed or taken back until it is closed."""

from typing import Any

from sqlalchemy import Row, delete, func, select, update

from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, hash_of, known
from arena.threads.marks.mark import log_change
from arena.threads.polls.model import Poll, PollVote
from arena.threads.rules import must_be_open
from arena.voice import Voice


def vote(tx: Tx, voice: Voice, post_id: int, choices: list[int], client_key: str | None = None) -> Stored:
    """Choose options of a poll by their places from 0 on; none takes the vote back. Only counts become public.

    What was chosen is no part of the op's fingerprint: the log must not tell it.
    """
    thread, post = post_for_change(tx, post_id)
    body = hash_of("vote", post_id)
    if before := known(tx, voice, client_key, body):
        return before
    post_id = post.id
    if post.state != "visible":
        raise Missing
    must_be_open(thread)
    poll = running_poll(tx, post_id)
    chosen = _chosen(poll, choices)
    mine = (PollVote.post_id == post_id, PollVote.person_id == voice.person_id)
    if (tx.db.execute(select(PollVote.choices).where(*mine)).scalar() or 0) == chosen:
        return Stored(thread.id, post.seq, post_id, post.rev, dup=True)
    if chosen:
        row = insert_or(tx, PollVote).values(post_id=post_id, person_id=voice.person_id, choices=chosen)
        keep = row.on_conflict_do_update(index_elements=["post_id", "person_id"], set_={"choices": chosen})
        tx.db.execute(keep)
    else:
        tx.db.execute(delete(PollVote).where(*mine))
    count(tx, poll)
    seq = log_change(tx, voice, post, Change("vote", post_id, post.rev + 1, client_key, body))
    return Stored(thread.id, seq, post_id, post.rev + 1)


def poll_of(tx: Tx, post_id: int) -> Row[Any]:
    """The poll of a contribution, else 404."""
    poll = tx.db.execute(select(Poll.__table__).where(Poll.post_id == post_id)).first()
    if poll is None:
        raise Missing
    return poll


def running_poll(tx: Tx, post_id: int) -> Row[Any]:
    """A poll in which one may vote at this moment: past its end that is over (423), even before the clock says so."""
    poll = poll_of(tx, post_id)
    if poll.closed_at is not None or (poll.ends_at is not None and poll.ends_at <= tx.now):
        raise Refusal(423, "threads.refused.poll_closed")
    return poll


def must_be_unvoted(tx: Tx, post_id: int) -> None:
    """Refuse (409) to change what is asked once somebody has answered it."""
    if tx.db.execute(select(Poll.voters).where(Poll.post_id == post_id)).scalar():
        raise Refusal(409, "threads.refused.poll_voted")


def count(tx: Tx, poll: Row[Any]) -> None:
    """Count the votes anew: what is public follows from the rows alone."""
    bits = [func.coalesce(func.sum(PollVote.choices.op("/")(1 << n).op("%")(2)), 0) for n in range(len(poll.options))]
    row = tx.db.execute(select(func.count(), *bits).where(PollVote.post_id == poll.post_id)).one()
    told = {"voters": int(row[0]), "counts": [int(n) for n in row[1:]]}
    tx.db.execute(update(Poll).where(Poll.post_id == poll.post_id).values(told))


def _chosen(poll: Row[Any], choices: list[int]) -> int:
    """The choices as bits; one too many or one that is not there is refused (422)."""
    places = set(choices)
    if not places <= set(range(len(poll.options))) or (len(places) > 1 and not poll.several):
        raise Refusal(422, "errors.unknown_choice")
    return sum(1 << place for place in places)
