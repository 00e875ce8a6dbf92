"""What somebody says of an idea: scores by criterion and reasons, checked before they are handed to the writer."""

from collections.abc import Mapping

import msgspec

from arena.compass.model import SCORES, UNSURE, Scores
from arena.errors import Faults, Refusal
from arena.store.text import clean
from arena.strategy.shape import Strategy
from arena.threads.contribute import Contribution, prepare
from arena.words import words_in

MOST = 1000  # characters of a reason
CHOICES = {str(score): score for score in SCORES} | {UNSURE: None}


class Reason(msgspec.Struct, frozen=True):
    """A reason as it will stand in the thread: its `lead` says of which criterion it speaks."""

    lead: str
    text: str
    said: Contribution


class Said(msgspec.Struct, frozen=True):
    """An assessment on its way; `asked` are all the criteria of the strategy in force."""

    scores: Scores
    reasons: dict[str, Reason]
    asked: tuple[str, ...]


def prepare_assessment(strategy: Strategy, scores: Mapping[str, str], reasons: Mapping[str, str], lang: str) -> Said:
    """Check an assessment; raises `Invalid` for the fields `score.<criterion>` and `reason.<criterion>`.

    Criteria that the strategy in force does not know are refused (409): it changed while somebody wrote.
    """
    texts = {key: text for key, words in reasons.items() if (text := clean(words))}
    if not strategy.criteria.keys() >= {*scores, *texts}:
        raise Refusal(409, "compass.refused.criteria")
    _must_be_right(strategy, scores, texts)
    chosen = {key: CHOICES[scores[key]] for key in strategy.criteria if scores.get(key)}
    given = {key: _reason(strategy, key, texts[key], lang) for key in strategy.criteria if key in texts}
    return Said(chosen, given, tuple(strategy.criteria))


def _must_be_right(strategy: Strategy, scores: Mapping[str, str], texts: Mapping[str, str]) -> None:
    faults = Faults()
    for key in strategy.criteria:
        if scores.get(key):
            faults.one_of(f"score.{key}", scores[key], CHOICES)
        elif key in texts:
            faults.add(f"score.{key}", "compass.faults.unrated")
        if key in texts:
            faults.text(f"reason.{key}", texts[key], most=MOST)
    if not any(scores.values()):
        faults.add(f"score.{next(iter(strategy.criteria), '')}", "compass.faults.nothing")
    faults.refuse()


def _reason(strategy: Strategy, key: str, text: str, lang: str) -> Reason:
    lead = words_in(lang).t("compass.reason.lead", criterion=strategy.criteria[key].name.say(lang))
    return Reason(lead, text, prepare(f"{lead}\n\n{text}"))
