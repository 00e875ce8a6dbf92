"""Leave an idea's team with a word, or be released from a commitment by those who carry the idea."""

from arena.ideas.step import step
from arena.store import Tx
from arena.voice import Voice


def leave(tx: Tx, voice: Voice, commitment_id: int, word: str) -> int:
    """Take back one's own offer or commitment; the last to carry an idea first find somebody who does."""
    return step(tx, voice, commitment_id, "leave", word)


def release(tx: Tx, voice: Voice, commitment_id: int, word: str) -> int:
    """Release somebody from a commitment; nobody else's responsibility can be taken away like this."""
    return step(tx, voice, commitment_id, "release", word)
