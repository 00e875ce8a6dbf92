"""End a proposal that is not carried out: somebody declines, or its proposer takes it back."""

from arena.errors import Refusal
from arena.growing.agree import answer, must_be_asked
from arena.growing.hold import Held, hold_proposal
from arena.growing.lapse import close_proposal
from arena.growing.say import WORD, line
from arena.store import Tx
from arena.voice import Voice


def decline(tx: Tx, voice: Voice, proposal_id: int, word: str) -> None:
    """Decline in an asked actor's name, with a word why; with that the proposal is over."""
    held = hold_proposal(tx, proposal_id)
    before = must_be_asked(tx, voice, held)
    if before == "declined":
        return
    _must_be_open(held)
    if voice.actor_id == held.proposal.actor_id:
        raise Refusal(409, "growing.refused.own")
    said = line("word", word, most=WORD)
    answer(tx, voice, proposal_id, "declined", said)
    close_proposal(tx, voice, held, "declined", "growing.decline", sentence=said)


def take_back(tx: Tx, voice: Voice, proposal_id: int) -> None:
    """Take back what one proposed; a second click changes nothing."""
    held = hold_proposal(tx, proposal_id)
    if voice.actor_id != held.proposal.actor_id:
        raise Refusal(403, "errors.not_yours")
    if held.proposal.state == "withdrawn":
        return
    _must_be_open(held)
    close_proposal(tx, voice, held, "withdrawn", "growing.take_back")


def _must_be_open(held: Held) -> None:
    if held.proposal.state != "open":
        raise Refusal(409, "growing.refused.over")
