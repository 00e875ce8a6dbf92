"""Name a thread of an idea anew: its carriers give it another name, or say otherwise what it is for."""

from sqlalchemy import update

from arena.errors import Faults, Missing
from arena.ideas.open_thread import named_so
from arena.ideas.queries import Found
from arena.ideas.steer_thread import named_row, steered
from arena.ideas.thread_model import IdeaThread
from arena.store import Tx
from arena.store.outbox import note
from arena.threads.note import note_act
from arena.voice import Voice


def rename(tx: Tx, voice: Voice, idea_id: int, thread_id: int, title: str, purpose: str) -> None:
    """Give a thread another name and purpose, which everybody reads at once; the same ones again change nothing.

    The talk has no name of its own (404). Every address a thread ever had stays valid: its number alone is read.
    """
    title, purpose = named_so(title, purpose, Faults())
    idea = steered(tx, voice, idea_id, thread_id)
    before = named_row(tx, idea_id, thread_id)
    if before is None:
        raise Missing
    if (before.title, before.purpose) == (title, purpose):
        return
    named = {"title": title, "purpose": purpose}
    tx.db.execute(update(IdeaThread).where(IdeaThread.thread_id == thread_id).values(named))
    kind = "threads.rename" if before.title != title else "threads.purpose"
    note_act(tx, voice, thread_id, kind, before=before.title, **named, sets=named)
    _tell(tx, voice, idea, thread_id)


def _tell(tx: Tx, voice: Voice, idea: Found, thread_id: int) -> None:
    note(tx, "ideas.rename_thread", person_id=voice.person_id, actor_id=voice.actor_id, idea=idea.id, thread=thread_id)
