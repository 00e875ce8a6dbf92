"""The door to the moderators' desk: what waits, and the decision about one contribution."""

from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.moderation.decide import decide, prepare_decision
from arena.moderation.desk import desk, file_of
from arena.moderation.model import ON_POSTS
from arena.threads.hide import GROUNDS
from arena.threads.pages_places import number
from arena.web.again import form_page
from arena.web.asking import do, read
from arena.web.forms import read_form
from arena.web.pages import go, render


class DecisionForm(msgspec.Struct, forbid_unknown_fields=True):
    """A decision; `case` is the number of the open case that was seen, empty where there was none."""

    kind: str = ""
    ground: str = ""
    reason: str = ""
    case: str = ""
    client_key: str = ""


async def show(request: Request) -> Response:
    """Show the open cases to moderators."""
    found = await read(request, desk, number(request, "after") or 0)
    return render(request, "moderation/desk.html", desk=found)


async def show_file(request: Request) -> Response:
    """Show a contribution with its notices, and what can be decided."""
    return await _file(request, DecisionForm(client_key=uuid4().hex))


async def send(request: Request) -> Response:
    """Decide."""
    form, post_id = await read_form(request, DecisionForm), request.path_params["id"]
    await read(request, file_of, post_id)
    try:
        case = int(form.case) if form.case.isdigit() else None
        said = prepare_decision(form.kind, form.ground, form.reason, case, ON_POSTS)
        site, key = request.app.state.settings.address, form.client_key or None
        await do(request, lambda tx, me: decide(tx, me.own, site, post_id, said, key))
    except Refusal as refusal:
        return await _file(request, form, refusal)
    return go(request, "/moderation", done=f"moderation.{said.kind}.done")


async def _file(request: Request, form: DecisionForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, file_of, request.path_params["id"])
    return form_page(request, "moderation/file.html", refusal, file=found, form=form, grounds=GROUNDS)
