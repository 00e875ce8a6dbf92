"""What a voice says of an idea now, for the form in which it can be changed."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from arena.compass.assess import newest
from arena.compass.model import UNSURE
from arena.compass.onward import Onward, onward
from arena.compass.perspective import perspective_of
from arena.compass.reasons import own_reasons
from arena.errors import Refusal
from arena.ideas.queries import idea_for
from arena.ideas.shelf import Shelf
from arena.voice import Reader, Voice


class Form(msgspec.Struct, frozen=True):
    """An idea to assess: in which voice, from which perspective, what it said before, and what comes next."""

    idea: Row[Any]
    voice: Voice
    perspective: str
    before: Row[Any] | None
    scores: dict[str, str]
    reasons: dict[str, str]
    onward: Onward


def form_for(db: Connection, me: Reader, idea_id: int, speak_as: int | None, shelf: Shelf) -> Form:
    """The form for an idea this reader may assess: visitors are asked to sign in, only published ideas are assessed."""
    idea = idea_for(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    voice = me.voice(speak_as)
    before = newest(db, idea_id, voice.actor_id)
    scores = {key: UNSURE if score is None else str(score) for key, score in before.scores.items()} if before else {}
    reasons = own_reasons(db, before.id, me.person_id) if before else {}
    return Form(
        idea,
        voice,
        perspective_of(db, voice, idea_id),
        before,
        scores,
        {key: one.text for key, one in reasons.items()},
        onward(db, shelf, voice.actor_id, idea_id),
    )
