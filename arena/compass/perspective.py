"""From where a voice assesses an idea: as one who carries it, for the administration, or from the community."""

from sqlalchemy import Connection

from arena.compass.model import ADMINISTRATION, CARRIERS, COMMUNITY
from arena.ideas.rules import carriers
from arena.voice import Voice


def perspective_of(db: Connection, voice: Voice, idea_id: int) -> str:
    """The perspective of a voice at this moment; whoever carries the idea does so in every sector."""
    if voice.actor_id in carriers(db, idea_id):
        return CARRIERS
    return ADMINISTRATION if not voice.own and voice.sector == "administration" else COMMUNITY
