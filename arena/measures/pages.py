"""The door to a measure: its page, and every act on it from one form each."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Missing, Refusal
from arena.ideas.address import idea_address
from arena.measures.advance import finish, set_period, set_phase, set_status
from arena.measures.agree import agree, decline, take_back
from arena.measures.begin import begin
from arena.measures.correct import correct
from arena.measures.draw import course
from arena.measures.forms import MeasureForm, Number, choices, fresh, number, today
from arena.measures.outline import Outline
from arena.measures.page import measure_page
from arena.sheets.gates import Gaps
from arena.threads.item import say
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import fill, read_form, typed_as
from arena.web.kept import kept_for_visitors
from arena.web.pages import go, language
from arena.words.typed import day_typed


class Open(msgspec.Struct):
    """Which act's form is open, and of which figure or value."""

    do: str = ""
    figure: Number = 0
    corrects: Number = 0


Carry = Callable[[Request, MeasureForm], Awaitable[Any]]


@kept_for_visitors
async def show(request: Request) -> Response:
    """Show a measure with its steps, its figures and what the reader may do."""
    wanted = fill(request.query_params, Open)
    return await measure_form(request, wanted.do, figure=wanted.figure, corrects=wanted.corrects)


async def take_step(request: Request) -> Response:
    """Begin, agree, decline, lead on, finish or correct."""
    act, typed = request.path_params["act"], await read_form(request, MeasureForm)
    if act not in ACTS:
        raise Missing
    try:
        await ACTS[act](request, typed)
    except Refusal as refusal:
        return await measure_form(request, act, typed, refusal)
    return go(request, f"/ideas/{request.path_params['id']}/measure", done=f"measures.{act}.done")


async def measure_form(
    request: Request,
    act: str = "",
    typed: Any = None,
    refusal: Refusal | None = None,
    *,
    figure: int = 0,
    corrects: int = 0,
) -> Response:
    """The page with the form of one act open: with what is, or as it was typed."""
    page, lang = await read(request, measure_page, request.path_params["id"]), language(request)
    act = act if refusal or act in page.may else ""
    shown: dict[str, Any] = {"page": page, "idea": page.idea, "act": act, "figure": figure, "corrects": corrects}
    shown |= {"typed": typed or fresh(page, act), "today": today(), **choices(page, act, lang)}
    shown |= {"home": idea_address(page.idea.id, page.idea.title), "said": lambda step: say(lang, step)}
    shown |= {"course": course, "to": "measure", "gaps": refusal.gaps if isinstance(refusal, Gaps) else []}
    return form_page(request, "measures/show.html", refusal, **shown)


def _days(typed: MeasureForm) -> list[Any]:
    faults = Faults()
    days = [
        typed_as(faults, name, getattr(typed, name), day_typed, "measures.faults.no_day") for name in ("starts", "ends")
    ]
    faults.refuse()
    return days


def _outline(typed: MeasureForm) -> Outline:
    starts, ends = _days(typed)
    return Outline(typed.type, typed.status, number(typed.phase), number(typed.responsible), starts, ends)


async def _begin(request: Request, typed: MeasureForm) -> None:
    await _do(request, typed, begin, _outline(typed), typed.why)


async def _period(request: Request, typed: MeasureForm) -> None:
    await _do(request, typed, set_period, *_days(typed), typed.why)


async def _correct(request: Request, typed: MeasureForm) -> None:
    await _do(request, typed, correct, _outline(typed), number(typed.entry), typed.why)


async def _do(request: Request, typed: MeasureForm, verb: Any, *facts: Any) -> None:
    await act_as(request, typed.speak_as, verb, request.path_params["id"], *facts)


ACTS: dict[str, Carry] = {
    "begin": _begin,
    "agree": lambda request, typed: _do(request, typed, agree, typed.why),
    "decline": lambda request, typed: _do(request, typed, decline, typed.why),
    "take_back": lambda request, typed: _do(request, typed, take_back, typed.why),
    "set_phase": lambda request, typed: _do(request, typed, set_phase, number(typed.phase), typed.why),
    "set_status": lambda request, typed: _do(request, typed, set_status, typed.status, typed.why),
    "set_period": _period,
    "finish": lambda request, typed: _do(request, typed, finish, typed.why),
    "correct": _correct,
}
