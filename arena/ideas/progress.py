"""Progress of a commitment: it starts, it is fulfilled, and both sides say so."""

from arena.ideas.step import step
from arena.store import Tx
from arena.voice import Voice


def start(tx: Tx, voice: Voice, commitment_id: int, sentence: str = "") -> int:
    """Say that work on an accepted commitment has begun. Returns the idea's number."""
    return step(tx, voice, commitment_id, "start", sentence)


def fulfil(tx: Tx, voice: Voice, commitment_id: int, sentence: str = "") -> int:
    """Say that a commitment is fulfilled; where joiners say it themselves, it is shown as such."""
    return step(tx, voice, commitment_id, "fulfil", sentence)


def confirm(tx: Tx, voice: Voice, commitment_id: int, sentence: str) -> int:
    """Confirm, as somebody else who carries the idea, what the joiner says is fulfilled; with a word of thanks."""
    return step(tx, voice, commitment_id, "confirm", sentence)
