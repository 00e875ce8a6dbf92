"""Who is an office of the administration, and what an idea needs to become a measure: each asked in one place."""

from sqlalchemy import Connection

from arena.ideas.queries import Found
from arena.store import Tx
from arena.voice import Voice

ADMINISTRATION = "administration"


def is_office(db: Connection, voice: Voice) -> bool:  # noqa: ARG001
    """Whether this voice speaks for an office of the administration: an organisation of that sector, by mandate."""
    return not voice.own and voice.sector == ADMINISTRATION


def must_be_ready(tx: Tx, idea: Found) -> None:
    """Refuse (422) an idea that lacks what a network measure must have; nothing more is asked yet."""
