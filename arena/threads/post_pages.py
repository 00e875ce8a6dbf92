"""The door to one contribution without scripts: amend, retract, react, and its earlier texts."""

from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Invalid, Refusal
from arena.threads.amend import amend
from arena.threads.contribute import prepare
from arena.threads.history import changes_of
from arena.threads.pages import go_back, said_of
from arena.threads.react import react
from arena.threads.retract import retract
from arena.threads.view import contribution
from arena.web.asking import act, must_sign_in, read
from arena.web.forms import read_form
from arena.web.own import own_path
from arena.web.pages import language, render


class AmendForm(msgspec.Struct, forbid_unknown_fields=True):
    """What the page for amending sends."""

    markdown: str = ""
    client_key: str = ""
    text_rev: int = 0
    back: str = ""


class ActForm(msgspec.Struct, forbid_unknown_fields=True):
    """A reaction (`support:on`) or a retraction."""

    kind: str = ""
    client_key: str = ""
    back: str = ""


async def history(request: Request) -> Response:
    """Show the earlier texts of a contribution."""
    post_id = request.path_params["id"]
    changes = await read(request, lambda db, _: changes_of(db, post_id))
    return render(request, "threads/history.html", post_id=post_id, changes=changes)


async def edit(request: Request) -> Response:
    """Show the form for amending one's own contribution, or amend it."""
    me = await must_sign_in(request)
    thread_id, item, markdown = await read(request, lambda db, _: contribution(db, request.path_params["id"]))
    if item.person is None or item.person.id != me.person_id:
        raise Refusal(403, "errors.not_yours")
    if request.method == "GET":
        back = own_path(request.query_params.get("back", ""), f"/{language(request)}/threads/{thread_id}")
        return _edit(request, item.id, AmendForm(markdown, uuid4().hex, item.text_rev, back))
    form = await read_form(request, AmendForm)
    try:
        await act(request, amend, item.id, form.text_rev, prepare(form.markdown), form.client_key or None)
    except Invalid as invalid:
        return _edit(request, item.id, form, invalid)
    return go_back(request, form.back, thread_id, f"post-{item.no}")


def _edit(request: Request, post_id: int, form: AmendForm, invalid: Invalid | None = None) -> Response:
    faults = said_of(request, invalid.faults) if invalid else {}
    return render(
        request,
        "threads/edit.html",
        status=422 if invalid else 200,
        post_id=post_id,
        typed=form.markdown,
        text_rev=form.text_rev,
        back=form.back,
        client_key=form.client_key,
        retract_key=uuid4().hex,
        faults=faults,
    )


async def take_back(request: Request) -> Response:
    """Retract one's own contribution."""
    form = await read_form(request, ActForm)
    stored = await act(request, retract, request.path_params["id"], form.client_key or None)
    return go_back(request, form.back, stored.thread_id, "thread")


async def answer(request: Request) -> Response:
    """Set or take back a reaction: the button says `support:on` or `support:off`."""
    form = await read_form(request, ActForm)
    kind, _, on = form.kind.partition(":")
    post_id = request.path_params["id"]
    stored = await act(request, react, post_id, kind, on != "off")
    _, item, _ = await read(request, lambda db, _: contribution(db, post_id))
    return go_back(request, form.back, stored.thread_id, f"post-{item.no}")
