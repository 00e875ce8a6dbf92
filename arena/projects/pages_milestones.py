"""The door to milestones: plan them, change them, and say what became of them."""

from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Missing, Refusal
from arena.projects.change_milestone import change_milestone
from arena.projects.lift import lift
from arena.projects.own import milestone_for, plan_for
from arena.projects.plan import Planned, plan
from arena.projects.settle import MOVES, settle
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form, typed_as
from arena.web.pages import go
from arena.words.typed import day_typed

Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]


class MilestoneForm(msgspec.Struct, forbid_unknown_fields=True):
    """A milestone as it was typed."""

    speak_as: Number | None = None
    title: str = ""
    due: str = ""
    weight: str = "1"
    parent: str = ""
    why: str = ""


class WordForm(msgspec.Struct, forbid_unknown_fields=True):
    """A word to what became of a milestone."""

    speak_as: Number | None = None
    word: str = ""


async def show_plan(request: Request) -> Response:
    """Show the plan, with a form to add to it."""
    return await _plan_page(request, MilestoneForm(parent=request.query_params.get("under", "")[:15]))


async def add(request: Request) -> Response:
    """Add a milestone or a task."""
    idea_id, typed = request.path_params["id"], await read_form(request, MilestoneForm)
    try:
        await act_as(request, typed.speak_as, plan, idea_id, _planned(typed))
    except Refusal as refusal:
        return await _plan_page(request, typed, refusal)
    return go(request, f"/ideas/{idea_id}/project/plan", done="projects.plan.done")


async def show(request: Request) -> Response:
    """Show a milestone to those who may change it."""
    return await _page(request, None)


async def change(request: Request) -> Response:
    """Change a milestone, or move its day."""
    typed = await read_form(request, MilestoneForm)
    try:
        number = request.path_params["id"]
        idea_id = await act_as(request, typed.speak_as, change_milestone, number, _planned(typed), typed.why)
    except Refusal as refusal:
        return await _page(request, typed, refusal)
    return go(request, f"/ideas/{idea_id}/project/plan", done="projects.change.done")


async def go_up(request: Request) -> Response:
    """Lift a milestone above the one before it."""
    typed = await read_form(request, WordForm)
    idea_id = await act_as(request, typed.speak_as, lift, request.path_params["id"])
    return go(request, f"/ideas/{idea_id}/project/plan", done="projects.lift.done")


async def take_step(request: Request) -> Response:
    """Reach, drop or reopen a milestone."""
    act, typed = request.path_params["act"], await read_form(request, WordForm)
    if act not in MOVES:
        raise Missing
    try:
        idea_id = await act_as(request, typed.speak_as, settle, request.path_params["id"], act, typed.word)
    except Refusal as refusal:
        return await _page(request, None, refusal, word=typed.word)
    return go(request, f"/ideas/{idea_id}/project/plan", done=f"projects.{act}.done")


def _planned(typed: MilestoneForm) -> Planned:
    faults = Faults()
    due = typed_as(faults, "due", typed.due, day_typed, "projects.faults.day")
    weight = typed_as(faults, "weight", typed.weight[:9], int, "projects.faults.number")
    parent = typed_as(faults, "parent", typed.parent[:15], int, "errors.unknown_choice")
    faults.refuse()
    return Planned(typed.title, due, weight, parent)


async def _plan_page(request: Request, typed: MilestoneForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, plan_for, request.path_params["id"])
    return form_page(request, "projects/plan.html", refusal, typed=typed, **found)


async def _page(
    request: Request, typed: MilestoneForm | None, refusal: Refusal | None = None, word: str = ""
) -> Response:
    found = await read(request, milestone_for, request.path_params["id"])
    one = found["one"]
    typed = typed or MilestoneForm(None, one.title, one.due.isoformat() if one.due else "", str(one.weight))
    return form_page(request, "projects/milestone.html", refusal, typed=typed, word=word, **found)
