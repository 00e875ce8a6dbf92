"""The measure a demo idea becomes, its steps and its figures, each on its day."""

from datetime import date, timedelta
from functools import partial

from arena.demo.cast import SOURCE
from arena.demo.measuring import Figure, Measure, Step, Value
from arena.demo.sowing import Act, Sowing
from arena.measures.advance import finish, set_phase, set_status
from arena.measures.agree import agree
from arena.measures.begin import begin
from arena.measures.figures import Figure as FigureSaid
from arena.measures.figures import Reading, add_figure, add_value
from arena.measures.outline import Outline
from arena.store import Tx
from arena.words.words import local_day

SOON = timedelta(minutes=3)


def acts_of_measure(sowing: Sowing) -> list[Act]:
    """Everything that happens to the measure, with its moments."""
    measure = sowing.idea.measure
    if measure is None:
        return []
    began = sowing.day(measure.days_ago, "measure")
    acts: list[Act] = [(began, partial(_begin, sowing=sowing, measure=measure))]
    if measure.agreed:
        agreed = max(sowing.day(measure.agreed.days_ago, "agreed"), began + SOON)
        acts.append((agreed, partial(_agree, sowing=sowing, measure=measure)))
    for row, step in enumerate(measure.step):
        acts.append((sowing.day(step.days_ago, "step", str(row)), partial(_step, sowing=sowing, step=step)))
    for figure in measure.figure:
        for row, value in enumerate(figure.values):
            at = sowing.day(value.days_ago, figure.name, str(row))
            acts.append((at, partial(_value, sowing=sowing, figure=figure, value=value)))
    return acts


def _begin(tx: Tx, sowing: Sowing, measure: Measure) -> None:
    responsible = sowing.cast.numbers[f"{SOURCE}:{measure.responsible}"]
    days = (_away(sowing, measure.starts_days), _away(sowing, measure.ends_days))
    outline = Outline(measure.type, measure.status, measure.phase, responsible, *days)
    begin(tx, sowing.cast.voice(measure.by, measure.on_behalf_of), sowing.id, outline, measure.why)


def _agree(tx: Tx, sowing: Sowing, measure: Measure) -> None:
    assert measure.agreed
    voice = sowing.cast.voice(measure.agreed.by, measure.agreed.on_behalf_of)
    agree(tx, voice, sowing.id, measure.agreed.why)


def _step(tx: Tx, sowing: Sowing, step: Step) -> None:
    voice = sowing.cast.voice(step.by, step.on_behalf_of)
    if step.phase:
        set_phase(tx, voice, sowing.id, step.phase, step.why)
    elif step.status == "finished":
        finish(tx, voice, sowing.id, step.why)
    else:
        set_status(tx, voice, sowing.id, step.status or "", step.why)


def _value(tx: Tx, sowing: Sowing, figure: Figure, value: Value) -> None:
    said = FigureSaid(figure.kind, figure.name, figure.unit, figure.adds, figure.baseline, figure.target)
    number = add_figure(tx, sowing.author, sowing.id, said)
    add_value(tx, sowing.author, number, Reading(value.value, local_day(tx.now), value.source))


def _away(sowing: Sowing, days: int | None) -> date | None:
    return None if days is None else local_day(sowing.now) + timedelta(days=days)
