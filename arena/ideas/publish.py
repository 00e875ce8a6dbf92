"""Publish a draft: from now on everybody reads it, and its author answers for it."""

from typing import Any

import msgspec
from sqlalchemy import Row, insert, update

from arena.errors import Faults
from arena.ideas.carry import begin_to_carry
from arena.ideas.check import check_complete
from arena.ideas.count import today
from arena.ideas.model import Follow, Idea, IdeaRevision
from arena.ideas.needs import need_texts
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import must_carry
from arena.ideas.tags import tags_of, text_of
from arena.ideas.text import IdeaText, snapshot
from arena.journal.enter import Change, enter
from arena.store import Tx
from arena.threads.open import make_public
from arena.voice import Voice


def publish(tx: Tx, voice: Voice, idea_id: int) -> None:
    """Publish a draft in the voice's name; raises `Invalid` with everything that is still missing."""
    idea = idea_for_act(tx, voice, idea_id, "draft")
    must_carry(tx.db, voice, idea)
    text = _complete(tx, idea)
    shown = {"state": "published", "actor_id": voice.actor_id, "published_at": tx.now, "active_at": tx.now}
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(shown | {"rev": 1}))
    row = {"idea_id": idea_id, "rev": 1, "person_id": voice.person_id, "actor_id": voice.actor_id, "at": tx.now}
    tx.db.execute(insert(IdeaRevision).values(text=snapshot(text), note="", **row))
    carrying = begin_to_carry(tx, voice, idea_id)
    tx.db.execute(insert(Follow).values(idea_id=idea_id, person_id=voice.person_id, at=tx.now))
    make_public(tx, idea.thread_id)
    enter(tx, voice, idea, "ideas.publish", change=published(carrying))


def published(carrying: int) -> Change:
    """What changes when an idea becomes public; `carrying` is the commitment of whoever publishes it."""
    return {"state": (None, "published"), "rev": (None, 1), f"commitment.{carrying}": (None, "active")}


def _complete(tx: Tx, idea: Row[Any]) -> IdeaText:
    faults = Faults()
    text = msgspec.structs.replace(text_of(idea, tags_of(tx.db, idea.id)), needs=need_texts(tx.db, idea.id))
    check_complete(text, faults, today(tx.now))
    faults.refuse()
    return text
