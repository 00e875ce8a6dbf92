"""React to a contribution with a meaning: supports, has a concern, asks for evidence, can help."""

from sqlalchemy import delete, func, insert, select, update

from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, append, hash_of, known, next_seq
from arena.threads.model import REACTIONS, Post, Reaction
from arena.threads.rules import must_be_open
from arena.voice import Voice


def react(tx: Tx, voice: Voice, post_id: int, kind: str, on: bool, client_key: str | None = None) -> Stored:
    """Set or take back a reaction; doing so twice changes nothing. Only counts become public."""
    thread, post = post_for_change(tx, post_id)
    body = hash_of("react", post_id, kind, on)
    if before := known(tx, voice, client_key, body):
        return before
    if kind not in REACTIONS:
        raise Refusal(422, "errors.unknown_choice")
    if post.state != "visible":
        raise Missing
    must_be_open(thread)
    mine = (Reaction.post_id == post_id) & (Reaction.person_id == voice.person_id) & (Reaction.kind == kind)
    if (tx.db.execute(select(Reaction.post_id).where(mine)).first() is not None) == on:
        return Stored(thread.id, post.seq, post_id, post.rev, dup=True)
    if on:
        row = {"post_id": post_id, "person_id": voice.person_id, "kind": kind, "at": tx.now}
        tx.db.execute(insert(Reaction).values(row))
    else:
        tx.db.execute(delete(Reaction).where(mine))
    seq, _ = next_seq(tx, thread.id)
    counted = select(func.count()).where(Reaction.post_id == post_id, Reaction.kind == kind).scalar_subquery()
    changed = {kind: counted, "rev": post.rev + 1, "seq": seq}
    tx.db.execute(update(Post).where(Post.id == post_id).values(changed))
    append(tx, voice, thread.id, seq, Change("react", post_id, post.rev + 1, client_key, body))
    return Stored(thread.id, seq, post_id, post.rev + 1)
