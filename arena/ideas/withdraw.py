"""Withdraw an idea: it leaves the lists and says why; its page and its thread stay readable."""

from collections.abc import Callable

from sqlalchemy import update

from arena.errors import Faults
from arena.ideas.count import count_team
from arena.ideas.model import Idea
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.rules import must_carry
from arena.ideas.steer_thread import all_threads
from arena.ideas.team_model import Need
from arena.journal.enter import enter
from arena.store import Tx
from arena.store.text import clean
from arena.threads.close import close_thread
from arena.voice import Voice

REASON = 500

# What ends together with an idea, in the same transaction; later nouns add themselves.
on_withdraw: list[Callable[[Tx, Found], None]] = []


def withdraw(tx: Tx, voice: Voice, idea_id: int, reason: str) -> None:
    """Take a published idea back, with a public reason; its open needs close and its threads take nothing new."""
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    reason, faults = clean(reason), Faults()
    faults.text("reason", reason, most=REASON)
    faults.refuse()
    still = (Need.idea_id == idea_id) & Need.closed_at.is_(None)
    tx.db.execute(update(Need).where(still).values(closed_at=tx.now))
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(state="withdrawn", reason=reason))
    count_team(tx, idea_id)
    talk, *others = all_threads(tx, idea_id)
    noted = close_thread(tx, voice, talk, "ideas.withdraw", reason=reason)
    change = {"state": ("published", "withdrawn")}
    enter(tx, voice, idea, "ideas.withdraw", why=reason, change=change, noted=noted, reason=reason)
    for thread_id in others:
        close_thread(tx, voice, thread_id, "ideas.withdraw", reason=reason)
    for end in on_withdraw:
        end(tx, idea)
