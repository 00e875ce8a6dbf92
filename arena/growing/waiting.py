"""What waits for somebody's answer: invitations to carry, consents, and commitments to an idea that merged."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, literal, select, union_all

from arena.actors.model import Login
from arena.growing.along import RUNNING
from arena.growing.model import CarryInvitation, Consent, Proposal
from arena.ideas.commitments import beside, names_of_login
from arena.ideas.model import Idea
from arena.ideas.team_model import Commitment
from arena.voice import Me

MOST = 100


class Asked(msgspec.Struct, frozen=True):
    """One question: of which sort, with which number, and about which idea."""

    what: str
    number: int
    title: str


def _waiting(names: Any) -> list[Any]:
    invited = select(literal("invitation").label("what"), CarryInvitation.id.label("number"), Idea.title)
    consent = select(literal("proposal"), Proposal.id, Idea.title)
    moving = select(literal("commitment"), Commitment.id, Idea.title)
    # States are said so that no index on them leads through everything: what concerns these few names is found by name.
    return [
        invited.join(Idea, Idea.id == CarryInvitation.idea_id).where(
            CarryInvitation.actor_id.in_(names), CarryInvitation.state == "open", Idea.state + "" == "published"
        ),
        consent.join(Consent, Consent.proposal_id == Proposal.id)
        .join(Idea, Idea.id == Proposal.from_id)
        .where(Consent.actor_id.in_(names), Consent.state == "open", Proposal.state == "open"),
        moving.join(Idea, Idea.id == Commitment.idea_id).where(
            Commitment.actor_id.in_(names),
            (Commitment.state + "").in_(RUNNING),
            Commitment.role != "carry",
            Idea.merged_into.is_not(None),
        ),
    ]


def asked() -> ColumnElement[int]:
    """How many such questions wait for the person of a `Login`: a part of the statement that finds them."""
    counts: list[ScalarSelect[int]] = [
        found.with_only_columns(func.count(), maintain_column_froms=True).correlate(Login).scalar_subquery()
        for found in _waiting(names_of_login())
    ]
    first, second, third = counts
    return first + second + third


def questions(db: Connection, me: Me) -> list[Asked]:
    """The questions that wait for a reader, in any of their names."""
    found = union_all(*_waiting([voice.actor_id for voice in me.voices])).limit(MOST)
    return [Asked(*row) for row in db.execute(found)]


beside["growing"] = questions
