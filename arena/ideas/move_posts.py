"""Move contributions between the threads of an idea: chosen ones, into a new thread as well, or a whole thread."""

from sqlalchemy import update

from arena.errors import Faults, Refusal
from arena.ideas.address import idea_address
from arena.ideas.open_thread import Opening, add_thread, facts_of
from arena.ideas.queries import Found
from arena.ideas.steer_thread import named_row, steered
from arena.ideas.thread_model import IdeaThread
from arena.store import Tx
from arena.store.outbox import note
from arena.store.text import clean_line
from arena.threads.change import post_for_change
from arena.threads.close import close_thread, reason_for
from arena.threads.log import hash_of, known, lock
from arena.threads.move import movable, move
from arena.threads.moved import present
from arena.threads.note import note_act
from arena.voice import Voice

MERGED = 500  # contributions that one merging moves


def move_posts(
    tx: Tx, voice: Voice, idea_id: int, here: int, posts: list[int], to: int | Opening, reason: str, key: str | None
) -> int:
    """Move chosen contributions into another thread of the idea, or into a new one; returns the thread they are in.

    Carriers only, with a public reason. Sent again with the same key nothing moves again.
    """
    idea = steered(tx, voice, idea_id, here)
    body = hash_of("move", here, sorted(posts), to if isinstance(to, int) else [to.kind, to.title])
    if before := known(tx, voice, key, body):
        return _thread_of(tx, present(tx.db, before.post_id))
    reason = reason_for(reason)
    rows = movable(tx, here, posts)
    there = to if isinstance(to, int) else add_thread(tx, voice, idea, to, None)
    title = _open_title(tx, idea, here, there)
    move(tx, voice, rows, there, title, (key, body))
    _tell(tx, voice, idea, (here, there), len(rows), reason, "ideas.move")
    return there


def merge_thread(tx: Tx, voice: Voice, idea_id: int, here: int, there: int, reason: str) -> None:
    """Move all of a named thread into another and close it; carriers only. Merged already, it stays as it is."""
    named = named_row(tx, idea_id, here)
    if named is not None and named.merged_into == there:
        return
    idea = steered(tx, voice, idea_id, here)
    if named is None:
        raise Refusal(409, "ideas_threads.refused.talk")
    reason = reason_for(reason)
    title = _open_title(tx, idea, here, there)
    rows = movable(tx, here, None, MERGED)
    move(tx, voice, rows, there, title, (None, hash_of("merge", here, there)))
    tx.db.execute(update(IdeaThread).where(IdeaThread.thread_id == here).values(merged_into=there))
    _tell(tx, voice, idea, (here, there), len(rows), reason, "ideas.merge")
    close_thread(tx, voice, here, reason=reason)


def _thread_of(tx: Tx, post_id: int) -> int:
    return int(post_for_change(tx, post_id)[0].id)


def _open_title(tx: Tx, idea: Found, here: int, there: int) -> str:
    """What the other thread is called; refused where it is no open thread of the idea."""
    named, faults = named_row(tx, idea.id, there), Faults()
    if there == here or (named is None and there != idea.thread_id) or (named and named.merged_into is not None):
        faults.add("to", "errors.unknown_choice")
    elif lock(tx, there).locked:
        faults.add("to", "threads.refused.locked")
    faults.refuse()
    return named.title if named else ""


def _tell(tx: Tx, voice: Voice, idea: Found, ways: tuple[int, int], count: int, reason: str, kind: str) -> None:
    """Note the act in both threads, each with the way to the other."""
    for thread, other, what in ((ways[0], ways[1], kind), (ways[1], ways[0], f"{kind}_here")):
        named = named_row(tx, idea.id, other)
        to = (
            facts_of(idea.id, other, named.title)
            if named
            else {"title": idea.title, "to": idea_address(idea.id, idea.title)}
        )
        note_act(tx, voice, thread, what, **to, n=count, reason=clean_line(reason))
    note(tx, kind, person_id=voice.person_id, actor_id=voice.actor_id, idea=idea.id, threads=list(ways))
