"""The door to a contribution's marks: read them, set one, take it back."""

from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.threads.home import home_of
from arena.threads.marks.history import marks_of
from arena.threads.marks.mark import mark, reason_of
from arena.threads.marks.unmark import unmark
from arena.threads.pages_places import go_back_to
from arena.web.again import form_page
from arena.web.asking import act_as, must_sign_in, read
from arena.web.forms import read_form
from arena.web.own import own_path
from arena.web.pages import language


class MarkForm(msgspec.Struct, forbid_unknown_fields=True):
    """A mark with its reason, or the reason for taking it back."""

    kind: str = ""
    reason: str = ""
    client_key: str = ""
    speak_as: int | None = None
    back: str = ""


async def marks(request: Request) -> Response:
    """Show what a contribution was marked as, by whom and why."""
    return await _show(request, MarkForm(client_key=uuid4().hex, back=request.query_params.get("back", "")))


async def set_mark(request: Request) -> Response:
    """Mark a contribution, or take its mark back (`kind` is `none`)."""
    form = await read_form(request, MarkForm)
    await must_sign_in(request)
    post_id, key = request.path_params["id"], form.client_key or None
    try:
        reason = reason_of(form.reason)
        if form.kind == "none":
            stored = await act_as(request, form.speak_as, unmark, post_id, reason, key)
        else:
            stored = await act_as(request, form.speak_as, mark, post_id, form.kind, reason, key)
    except Refusal as refusal:
        return await _show(request, form, refusal)
    found = await read(request, marks_of, post_id)
    return go_back_to(request, form.back, stored.thread_id, found.item.no, done="threads.mark.done")


async def _show(request: Request, form: MarkForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, marks_of, request.path_params["id"])
    home = await read(request, lambda db, _: home_of(db, found.thread_id))
    back = own_path(form.back, f"/{language(request)}{home.address}")
    return form_page(request, "threads/marks.html", refusal, found=found, form=form, home=home, back=back)
