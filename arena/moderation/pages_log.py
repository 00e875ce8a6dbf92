"""The door to the public log of moderation, to one act in it, and to the objection of whom it concerns."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.moderation.log import act_of, log_part
from arena.moderation.objection import object_to, prepare_objection
from arena.threads.pages_places import number
from arena.web.again import form_page
from arena.web.asking import act, read
from arena.web.forms import read_form
from arena.web.kept import kept_for_visitors
from arena.web.pages import go, render


class ObjectionForm(msgspec.Struct, forbid_unknown_fields=True):
    """Why somebody thinks that it was wrong."""

    words: str = ""


@kept_for_visitors
async def show(request: Request) -> Response:
    """Show what moderators did, newest first."""
    before = number(request, "before")
    part = await read(request, lambda db, _: log_part(db, before))
    return render(request, "moderation/log.html", part=part)


async def show_act(request: Request) -> Response:
    """Show one act; to the author of what it was about with their own words."""
    return await _act(request, ObjectionForm())


async def send(request: Request) -> Response:
    """Take an objection."""
    form, act_id = await read_form(request, ObjectionForm), request.path_params["id"]
    try:
        await act(request, object_to, act_id, prepare_objection(form.words))
    except Refusal as refusal:
        return await _act(request, form, refusal)
    return go(request, f"/moderation/acts/{act_id}", done="moderation.object.done")


async def _act(request: Request, form: ObjectionForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, act_of, request.path_params["id"])
    return form_page(request, "moderation/act.html", refusal, act=found, form=form)
