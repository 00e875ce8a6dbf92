"""The door to the value compass: assess an idea, and see what all say of it."""

from typing import Annotated, Any, Literal
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.compass.assess import assess
from arena.compass.own import form_for
from arena.compass.profile import ENOUGH, profile
from arena.compass.say import MOST, prepare_assessment
from arena.compass.show import shown
from arena.errors import Missing, Refusal
from arena.ideas.address import idea_address
from arena.web.again import form_page
from arena.web.asking import act_as, must_sign_in, read
from arena.web.forms import fill, read_form
from arena.web.pages import go, language, render
from arena.web.shared import kept_for_all
from arena.words import words_in

Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]


class AssessForm(msgspec.Struct, forbid_unknown_fields=True):
    """The form as it was filled in: scores and reasons by criterion."""

    score: dict[str, str] = {}
    reason: dict[str, str] = {}
    client_key: Annotated[str, msgspec.Meta(max_length=64)] = ""
    speak_as: Number | None = None


class InName(msgspec.Struct):
    """In whose name the form is opened; without it the name last chosen."""

    voice: Number | None = None


class View(msgspec.Struct):
    """Whether the perspectives are compared, or the sectors of the community."""

    by: Literal["perspective", "sector"] = "perspective"


@kept_for_all
async def show(request: Request) -> Response:
    """Show the profile of an idea."""
    view, strategies, lang = fill(request.query_params, View), request.app.state.strategies, language(request)
    found = await read(request, profile, request.path_params["id"])
    if not strategies.current.criteria:
        raise Missing
    seen = shown(found, strategies, lang, sectors=view.by == "sector", whole=words_in(lang).t("compass.show.whole"))
    context: dict[str, Any] = {"profile": found, "shown": seen, "by": view.by, "enough": ENOUGH}
    return render(request, "compass/show.html", home=idea_address(found.idea.id, found.idea.title), **context)


async def ask(request: Request) -> Response:
    """Show the form, with what one said before."""
    return await _form(request, fill(request.query_params, InName).voice)


async def send(request: Request) -> Response:
    """Store an assessment, and offer the next idea."""
    typed = await read_form(request, AssessForm)
    me = await must_sign_in(request)
    idea_id, strategy = request.path_params["id"], request.app.state.strategies.current
    try:
        said = prepare_assessment(strategy, typed.score, typed.reason, language(request))
        request.app.state.pace.check(me.person_id, "assess", 1 + len(said.reasons))
        await act_as(request, typed.speak_as, assess, idea_id, said, typed.client_key or None)
    except Refusal as refusal:
        return await _form(request, typed.speak_as, typed, refusal)
    who = str(me.voice(typed.speak_as).actor_id)
    return go(request, f"/ideas/{idea_id}/assess", done="compass.assess.done", voice=who)


async def _form(
    request: Request, speak_as: int | None, typed: AssessForm | None = None, refusal: Refusal | None = None
) -> Response:
    state = request.app.state
    found = await read(request, form_for, request.path_params["id"], speak_as, state.shelf)
    if not state.strategies.current.criteria:
        raise Missing
    typed = typed or AssessForm(found.scores, found.reasons)
    typed.client_key = uuid4().hex if refusal is None or refusal.status == 409 else typed.client_key
    shown = {"found": found, "typed": typed, "most": MOST, "enough": ENOUGH}
    home = idea_address(found.idea.id, found.idea.title)
    return form_page(request, "compass/assess.html", refusal, home=home, **shown)
