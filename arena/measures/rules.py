"""Who may do what with a measure: the sides of it on which a voice stands."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from arena.answers.office import ADMINISTRATION, may_answer
from arena.errors import Refusal
from arena.ideas.queries import Found
from arena.ideas.rules import carriers
from arena.voice import Voice

OFFICE, CARRIERS, RESPONSIBLE = "office", "carriers", "responsible"
OTHER = {OFFICE: CARRIERS, CARRIERS: OFFICE}
# On which side somebody must stand to do what; agreeing and declining depend on who proposed.
SIDES = {
    "begin": {OFFICE, CARRIERS},
    "set_phase": {CARRIERS, RESPONSIBLE},
    "set_status": {CARRIERS, RESPONSIBLE},
    "set_period": {CARRIERS, RESPONSIBLE},
    "finish": {CARRIERS, RESPONSIBLE},
    "add_figure": {CARRIERS, RESPONSIBLE},
    "add_value": {CARRIERS, RESPONSIBLE},
    "correct": {OFFICE},
}


def is_project(idea: Any) -> bool:
    """Whether an idea may become a measure: it grew into a project here, or was one already when it was posted."""
    return bool(idea.stage == "project" or (idea.stage == "idea" and idea.kind == "project"))


def may_choose_types(voice: Voice) -> bool:
    """Whether the form offers this voice all types of measures; what it may do in the end, the act decides."""
    return voice.sector == ADMINISTRATION


def sides(db: Connection, voice: Voice, carrying: Collection[int], responsible: int | None) -> set[str]:
    """Every side on which a voice stands."""
    found = {OFFICE} if may_answer(db, voice) else set[str]()
    found |= {CARRIERS} if voice.actor_id in carrying else set()
    return found | ({RESPONSIBLE} if voice.actor_id == responsible else set())


def must_stand(db: Connection, voice: Voice, idea: Found, measure: Any, *on: str) -> set[str]:
    """The sides on which a voice stands; refused (403) where none of these is among them."""
    standing = sides(db, voice, carriers(db, idea.id), measure.responsible_id if measure else None)
    if not standing & set(on):
        raise Refusal(403, "errors.not_yours")
    return standing
