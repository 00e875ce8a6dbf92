"""Note an act in a thread: joins, offers, revisions and decisions stand between the contributions."""

from typing import Any

from sqlalchemy import insert

from arena.store import Tx
from arena.threads.log import Change, Stored, append, lock, next_seq
from arena.threads.model import Post
from arena.voice import Voice


def note_act(tx: Tx, voice: Voice | None, thread_id: int, kind: str, **facts: Any) -> Stored:
    """Put an act such as `ideas.join` on the timeline; readers see the message of `threads_note` with its facts.

    Facts are plain JSON. The actor's name is the fact `who`; `role` and the like are said by the words of
    `ideas_team`; `sentence` is what the person said to it and stands behind the message in quotation marks.
    Without a voice it happened by itself.
    """
    lock(tx, thread_id)
    seq = next_seq(tx, thread_id)
    row = {
        "thread_id": thread_id,
        "born_seq": seq,
        "seq": seq,
        "kind": kind,
        "person_id": voice.person_id if voice else None,
        "actor_id": voice.actor_id if voice else None,
        "facts": facts,
        "at": tx.now,
    }
    post_id = int(tx.db.execute(insert(Post).values(row).returning(Post.id)).scalar_one())
    append(tx, voice, thread_id, seq, Change("note", post_id, 1))
    return Stored(thread_id, seq, post_id, 1)
