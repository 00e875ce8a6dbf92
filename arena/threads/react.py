"""React to a contribution with a meaning: supports, has a concern, asks for evidence, can help."""

from sqlalchemy import Update, bindparam, delete, func, insert, select, update

from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, append, hash_of, known, next_seq
from arena.threads.model import KINDS, ME_TOO, Post, Reaction
from arena.threads.rules import must_be_open
from arena.voice import Voice

_mine = (
    (Reaction.post_id == bindparam("post"))
    & (Reaction.person_id == bindparam("person"))
    & (Reaction.kind == bindparam("what"))
)
_there, _set, _take_back = select(Reaction.post_id).where(_mine), insert(Reaction), delete(Reaction).where(_mine)


def _counted(kind: str) -> Update:
    """Bring a contribution's counter of one kind up to date, as a change of its own."""
    count = select(func.count()).where(Reaction.post_id == bindparam("post"), Reaction.kind == kind).scalar_subquery()
    changed = {kind: count, "rev": bindparam("next"), "seq": bindparam("number")}
    return update(Post).where(Post.id == bindparam("post")).values(changed)


_count = {kind: _counted(kind) for kind in KINDS}


def react(tx: Tx, voice: Voice, post_id: int, kind: str, on: bool, client_key: str | None = None) -> Stored:
    """Set or take back a reaction; doing so twice changes nothing. Only counts become public."""
    thread, post = post_for_change(tx, post_id)
    body = hash_of("react", post_id, kind, on)
    if before := known(tx, voice, client_key, body):
        return before
    post_id = post.id
    if kind not in KINDS or (kind == ME_TOO and post.question is None):
        raise Refusal(422, "errors.unknown_choice")
    if post.state != "visible":
        raise Missing
    must_be_open(thread)
    if kind == ME_TOO and post.person_id == voice.person_id:
        raise Refusal(403, "threads.refused.own_question")
    mine = {"post": post_id, "person": voice.person_id, "what": kind}
    if (tx.db.execute(_there, mine).first() is not None) == on:
        return Stored(thread.id, post.seq, post_id, post.rev, dup=True)
    if on:
        row = {"post_id": post_id, "person_id": voice.person_id, "kind": kind, "at": tx.now}
        tx.db.execute(_set, row)
    else:
        tx.db.execute(_take_back, mine)
    seq = next_seq(tx, thread.id)
    tx.db.execute(_count[kind], {"post": post_id, "number": seq, "next": post.rev + 1})
    append(tx, voice, thread.id, seq, Change("react", post_id, post.rev + 1, client_key, body))
    return Stored(thread.id, seq, post_id, post.rev + 1)
