"""Assessments of a demo idea, each on its day."""

from functools import partial

from arena.compass.assess import assess
from arena.compass.say import prepare_assessment
from arena.demo.assessing import Assessment
from arena.demo.sowing import Act, Sowing
from arena.store import Tx


def acts_of_assessment(sowing: Sowing) -> list[Act]:
    """Everybody who assesses the idea, each with their moment."""
    return [
        (sowing.day(one.days_ago, "assess", one.by, one.on_behalf_of or ""), partial(_assess, sowing=sowing, one=one))
        for one in sowing.idea.assessment
    ]


def _assess(tx: Tx, sowing: Sowing, one: Assessment) -> None:
    strategy = sowing.known.current
    said = prepare_assessment(strategy, one.by_criterion(strategy), one.reasons, sowing.idea.language)
    assess(tx, sowing.cast.voice(one.by, one.on_behalf_of), sowing.id, said)
