"""The door to a project: its page, its beginning and its end, and the names of roles in its team."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Refusal
from arena.ideas.address import idea_address
from arena.projects.begin import begin, step_back
from arena.projects.name_role import name_role
from arena.projects.own import carried, project_of, team_for
from arena.projects.queries import begun
from arena.projects.show import project_page
from arena.sheets.gates import missing
from arena.store import Tx
from arena.voice import Reader, Voice
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form, typed_as
from arena.web.kept import kept_for_visitors
from arena.web.pages import go, render
from arena.words.typed import day_typed

ACTOR = re.compile("a[0-9]{1,15}", re.ASCII)
Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]


class BeginForm(msgspec.Struct, forbid_unknown_fields=True):
    """Why an idea becomes a project, and when to look at the outcome."""

    speak_as: Number | None = None
    why: str = ""
    review_due: str = ""


class WhyForm(msgspec.Struct, forbid_unknown_fields=True):
    """A reason, and in whose name."""

    speak_as: Number | None = None
    why: str = ""


class TeamForm(msgspec.Struct, forbid_unknown_fields=True):
    """What each actor of the team is called, by `a` and their number."""

    speak_as: Number | None = None
    name: dict[str, str] = {}


@kept_for_visitors
async def show(request: Request) -> Response:
    """Show a project."""
    page = await read(request, project_page, request.path_params["id"], datetime.now(UTC))
    return render(request, "projects/show.html", page=page, home=idea_address(page.idea.id, page.idea.title))


async def ask_begin(request: Request) -> Response:
    """Ask why the idea becomes a project."""
    return await _begin_form(request, BeginForm())


async def send_begin(request: Request) -> Response:
    """Make the idea a project."""
    idea_id, typed, faults = request.path_params["id"], await read_form(request, BeginForm), Faults()
    due = typed_as(faults, "review_due", typed.review_due, day_typed, "projects.faults.day")
    try:
        faults.refuse()
        await act_as(request, typed.speak_as, begin, idea_id, typed.why, due)
    except Refusal as refusal:
        return await _begin_form(request, typed, refusal)
    return go(request, f"/ideas/{idea_id}/project", done="projects.begin.done")


async def ask_back(request: Request) -> Response:
    """Ask why the project is an idea again."""
    return await _back_form(request, WhyForm())


async def send_back(request: Request) -> Response:
    """Make the project an idea again."""
    idea_id, typed = request.path_params["id"], await read_form(request, WhyForm)
    try:
        await act_as(request, typed.speak_as, step_back, idea_id, typed.why)
    except Refusal as refusal:
        return await _back_form(request, typed, refusal)
    return go(request, f"/ideas/{idea_id}", done="projects.back.done")


async def team(request: Request) -> Response:
    """Show the team with the names of roles, to change them."""
    return await _team_form(request, None)


async def send_team(request: Request) -> Response:
    """Store the names of roles that changed."""
    idea_id, typed = request.path_params["id"], await read_form(request, TeamForm)
    names = {int(key[1:]): name for key, name in typed.name.items() if ACTOR.fullmatch(key)}
    try:
        await act_as(request, typed.speak_as, _name_all, idea_id, names)
    except Refusal as refusal:
        return await _team_form(request, names, refusal)
    return go(request, f"/ideas/{idea_id}/project", done="projects.team.done")


def _name_all(tx: Tx, voice: Voice, idea_id: int, names: dict[int, str]) -> None:
    begun(tx, voice, idea_id)
    for actor_id, name in sorted(names.items()):
        name_role(tx, voice, idea_id, actor_id, name)


async def _begin_form(request: Request, typed: BeginForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, _to_begin, request.path_params["id"], again=refusal is not None)
    return form_page(request, "projects/begin.html", refusal, typed=typed, **found)


def _to_begin(db: Connection, me: Reader, idea_id: int, *, again: bool) -> dict[str, Any]:
    own = carried(db, me, idea_id)
    if own.idea.stage != "idea" and not again:
        raise Refusal(409, "projects.refused.begun")
    return {"idea": own.idea, "voices": own.voices, "gaps": missing(db, own.idea, "project")}


async def _back_form(request: Request, typed: WhyForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, project_of, request.path_params["id"])
    return form_page(request, "projects/back.html", refusal, typed=typed, **found)


async def _team_form(request: Request, names: dict[int, str] | None, refusal: Refusal | None = None) -> Response:
    found = await read(request, team_for, request.path_params["id"])
    return form_page(request, "projects/team.html", refusal, typed=names, **found)
