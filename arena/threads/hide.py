"""Hide a contribution, or show it again: its words and every quote of them go out of sight, nothing is lost.

Who may do so is asked by the moderation, which stands on a later floor.
"""

from typing import Any

from sqlalchemy import Row, select, update

from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, append, hash_of, known, next_seq
from arena.threads.model import Post
from arena.threads.moved import former
from arena.voice import Voice

GROUNDS = ("insult", "threat", "personal", "advertising", "unlawful", "other")


def hide(tx: Tx, voice: Voice, post_id: int, why: dict[str, str], client_key: str | None = None) -> Stored:
    """Leave a tombstone that says why (`ground`, `reason`, `to`); what is hidden already is refused (409)."""
    _, post = post_for_change(tx, post_id)
    body = hash_of("hide", post_id, why["ground"], why["reason"])
    if before := known(tx, voice, client_key, body):
        return before
    if post.state == "hidden":
        raise Refusal(409, "threads.refused.hidden")
    if post.state != "visible":
        raise Missing
    state = {"state": "hidden", "facts": post.facts | {"hidden": why}}
    stored = _change(tx, voice, post, Change("hide", post.id, post.rev + 1, client_key, body), state)
    _quotes(tx, voice, post.id, unquoted=True)
    return stored


def show_again(tx: Tx, voice: Voice, post_id: int, client_key: str | None = None) -> Stored:
    """Put a hidden contribution back with its words and its quotes; what is not hidden is refused (409)."""
    _, post = post_for_change(tx, post_id)
    body = hash_of("restore", post_id)
    if before := known(tx, voice, client_key, body):
        return before
    if post.state != "hidden":
        raise Refusal(409, "threads.refused.not_hidden")
    state = {"state": "visible", "facts": {name: fact for name, fact in post.facts.items() if name != "hidden"}}
    stored = _change(tx, voice, post, Change("restore", post.id, post.rev + 1, client_key, body), state)
    _quotes(tx, voice, post.id, unquoted=False)
    return stored


def _change(tx: Tx, voice: Voice, post: Row[Any], change: Change, state: dict[str, Any]) -> Stored:
    seq = next_seq(tx, post.thread_id)
    tx.db.execute(update(Post).where(Post.id == post.id).values(rev=change.rev, seq=seq, **state))
    append(tx, voice, post.thread_id, seq, change)
    return Stored(post.thread_id, seq, post.id, change.rev, post.no)


def _quotes(tx: Tx, voice: Voice, post_id: int, *, unquoted: bool) -> None:
    """Words that are quoted share the fate of those they come from; each reply changes by itself, for its readers."""
    wanted = (Post.reply_to.in_(former(tx.db, post_id)), Post.quote != "", Post.unquoted.is_(not unquoted))
    kind = "unquote" if unquoted else "requote"
    for reply in tx.db.execute(select(Post.__table__).where(*wanted)).all():
        _change(tx, voice, reply, Change(kind, reply.id, reply.rev + 1), {"unquoted": unquoted})
