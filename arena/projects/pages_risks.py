"""The door to the risks of a project."""

from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.projects.own import risk_for, risks_for
from arena.projects.risk import RiskText, change_risk, close_risk, name_risk, reopen_risk
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form
from arena.web.pages import go

Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]
SETS = {"close": close_risk, "reopen": reopen_risk}


class RiskForm(msgspec.Struct, forbid_unknown_fields=True):
    """A risk as it was typed, or a word to what became of it."""

    speak_as: Number | None = None
    text: str = ""
    likelihood: str = ""
    impact: str = ""
    measures: str = ""
    why: str = ""
    word: str = ""

    @property
    def said(self) -> RiskText:
        """What it says of the risk."""
        return RiskText(self.text, self.likelihood, self.impact, self.measures)


async def show_all(request: Request) -> Response:
    """Show the risks, with a form to add one."""
    return await _risks_page(request, RiskForm())


async def add(request: Request) -> Response:
    """Add a risk."""
    idea_id, typed = request.path_params["id"], await read_form(request, RiskForm)
    try:
        await act_as(request, typed.speak_as, name_risk, idea_id, typed.said)
    except Refusal as refusal:
        return await _risks_page(request, typed, refusal)
    return go(request, f"/ideas/{idea_id}/project/risks", done="projects.risk.done")


async def show(request: Request) -> Response:
    """Show a risk to those who may change it."""
    return await _page(request, None)


async def change(request: Request) -> Response:
    """Say something else of a risk."""
    typed = await read_form(request, RiskForm)
    try:
        number = request.path_params["id"]
        idea_id = await act_as(request, typed.speak_as, change_risk, number, typed.said, typed.why)
    except Refusal as refusal:
        return await _page(request, typed, refusal)
    return go(request, f"/ideas/{idea_id}/project/risks", done="projects.change_risk.done")


async def take_step(request: Request) -> Response:
    """Close a risk or open it again."""
    act, typed = request.path_params["act"], await read_form(request, RiskForm)
    if act not in SETS:
        raise Missing
    try:
        idea_id = await act_as(request, typed.speak_as, SETS[act], request.path_params["id"], typed.word)
    except Refusal as refusal:
        return await _page(request, None, refusal, word=typed.word)
    return go(request, f"/ideas/{idea_id}/project/risks", done=f"projects.{act}_risk.done")


async def _risks_page(request: Request, typed: RiskForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, risks_for, request.path_params["id"])
    return form_page(request, "projects/risks.html", refusal, typed=typed, **found)


async def _page(request: Request, typed: RiskForm | None, refusal: Refusal | None = None, word: str = "") -> Response:
    found = await read(request, risk_for, request.path_params["id"])
    one = found["one"]
    typed = typed or RiskForm(None, one.text, one.likelihood, one.impact, one.measures)
    return form_page(request, "projects/risk.html", refusal, typed=typed, word=word, **found)
