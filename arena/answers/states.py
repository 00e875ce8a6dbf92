"""The states of an answer: which may follow on which, in one table, and which of them promise what comes next."""

from arena.errors import Refusal

CONSIDERING, QUALIFIED, ACCEPTED, REJECTED = "considering", "qualified", "accepted", "rejected"
STATES = (CONSIDERING, QUALIFIED, ACCEPTED, REJECTED)
PROMISING = (CONSIDERING, QUALIFIED, ACCEPTED)
STAGES = ("idea", "project", "measure")

# What may be answered where the answer in force is this one. The same once more, with a new day, is an answer too:
# it says why things take longer. What was given is not quietly taken back to less; it is rejected, with the reason.
FOLLOWS: dict[str | None, tuple[str, ...]] = {
    None: STATES,
    CONSIDERING: STATES,
    QUALIFIED: (QUALIFIED, ACCEPTED, REJECTED),
    ACCEPTED: (ACCEPTED, REJECTED),
    REJECTED: PROMISING,
}


def why_not(before: str | None, after: str) -> Refusal | None:
    """Why an answer may not follow on the one in force, or None where it may."""
    if after in FOLLOWS[before]:
        return None
    return Refusal(409, "answers.refused.again" if before == after else "answers.refused.back")


def further(stage: str, than: str) -> bool:
    """Whether an idea has reached a later stage of its path."""
    return STAGES.index(stage) > STAGES.index(than)
