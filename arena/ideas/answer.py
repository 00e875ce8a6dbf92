"""Answer an offer: those who carry the idea accept or decline it with a sentence."""

from arena.ideas.step import step
from arena.store import Tx
from arena.voice import Voice


def accept(tx: Tx, voice: Voice, commitment_id: int, sentence: str = "") -> int:
    """Take an offer into the team; it counts from now on. Returns the idea's number."""
    return step(tx, voice, commitment_id, "accept", sentence)


def decline(tx: Tx, voice: Voice, commitment_id: int, sentence: str) -> int:
    """Decline an offer; the sentence why is read by both sides alone. Returns the idea's number."""
    return step(tx, voice, commitment_id, "decline", sentence)
