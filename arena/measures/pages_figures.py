"""The door to the figures of a measure: add one, add a value, correct a value."""

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Missing, Refusal
from arena.measures.figures import Figure, Reading, add_figure, add_value
from arena.measures.forms import FigureForm, ValueForm, number
from arena.measures.model import Indicator
from arena.measures.pages import measure_form
from arena.voice import Reader
from arena.web.asking import act_as, read
from arena.web.forms import read_form, typed_as
from arena.web.pages import go, language
from arena.words.typed import day_typed, number_typed


async def send_figure(request: Request) -> Response:
    """Add a figure to a measure."""
    typed, faults = await read_form(request, FigureForm), Faults()
    try:
        marks = [_number(request, faults, name, getattr(typed, name)) for name in ("baseline", "target")]
        faults.refuse()
        figure = Figure(typed.kind, typed.name, typed.unit, typed.adds == "yes", *marks)
        new = await act_as(request, typed.speak_as, add_figure, request.path_params["id"], figure)
    except Refusal as refusal:
        return await measure_form(request, "add_figure", typed, refusal)
    return go(request, f"/ideas/{request.path_params['id']}/measure#figure-{new}", done="measures.add_figure.done")


async def send_value(request: Request) -> Response:
    """Add a value to a figure, or one that stands for an earlier one."""
    typed, faults, figure = await read_form(request, ValueForm), Faults(), request.path_params["id"]
    try:
        value = _number(request, faults, "value", typed.value)
        day = typed_as(faults, "day", typed.day, day_typed, "measures.faults.no_day")
        faults.refuse()
        reading = Reading(value, day, typed.source, number(typed.corrects) or None)
        key = typed.client_key or None
        idea_id = await act_as(request, typed.speak_as, add_value, figure, reading, key)
    except Refusal as refusal:
        request.path_params["id"] = await read(request, _idea_of, figure)
        return await measure_form(request, "add_value", typed, refusal, figure=figure, corrects=number(typed.corrects))
    return go(request, f"/ideas/{idea_id}/measure#figure-{figure}", done="measures.add_value.done")


def _idea_of(db: Connection, _: Reader, figure: int) -> int:
    found = db.execute(select(Indicator.idea_id).where(Indicator.id == figure)).scalar()
    if found is None:
        raise Missing
    return int(found)


def _number(request: Request, faults: Faults, name: str, typed: str) -> float | None:
    return typed_as(
        faults, name, typed, lambda text: number_typed(text, language(request)), "measures.faults.no_number"
    )
