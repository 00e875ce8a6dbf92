"""The door without scripts: read a thread, contribute, amend, retract, react."""

from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from arena.errors import Invalid, Missing, Refusal
from arena.threads.amend import amend
from arena.threads.contribute import contribute, prepare
from arena.threads.history import changes_of
from arena.threads.react import react
from arena.threads.retract import retract
from arena.threads.timeline import Timeline, head, timeline
from arena.threads.view import contribution, thread_context
from arena.voice import Reader
from arena.web.asking import act, act_as, must_sign_in, read, token_of
from arena.web.faults import own_path
from arena.web.forms import read_form
from arena.web.pages import language, render


class ContributeForm(msgspec.Struct, forbid_unknown_fields=True):
    """What the composer sends."""

    markdown: str = ""
    client_key: str = ""
    reply_to: str = ""
    quote: str = ""
    back: str = ""
    speak_as: int | None = None


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


async def show(request: Request) -> Response:
    """Show a thread on a page of its own."""
    return await _show(request, request.path_params["id"])


async def _show(request: Request, thread_id: int, *, status: int = 200, **typed: Any) -> Response:
    thread = await read(request, _public, thread_id, number(request, "before"))
    back = f"/{language(request)}/threads/{thread_id}"
    context = thread_context(thread, back, token_of(request), await replying(request)) | typed
    return render(request, "threads/show.html", status=status, **context)


def _public(db: Connection, me: Reader, thread_id: int, before: int | None) -> Timeline:
    head(db, thread_id)
    return timeline(db, me, thread_id, before=before)


async def replying(request: Request) -> Any:
    """The contribution that `?reply=` names, if it can be answered."""
    post_id = number(request, "reply")
    if post_id is None:
        return None
    try:
        return (await read(request, lambda db, _: contribution(db, post_id)))[1]
    except Missing:
        return None


def number(request: Request, name: str) -> int | None:
    """A number of the query, or None where there is none."""
    told = request.query_params.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else None


async def speak(request: Request) -> Response:
    """Contribute from the composer's form."""
    form = await read_form(request, ContributeForm)
    thread_id = request.path_params["id"]
    try:
        reply_to = int(form.reply_to) if form.reply_to.isdigit() else None
        said = prepare(form.markdown, reply_to, form.quote)
        me = await must_sign_in(request)
        request.app.state.pace.check(me.person_id, "post")
        stored = await act_as(request, form.speak_as, contribute, thread_id, said, form.client_key or None)
    except Refusal as refusal:
        if refusal.status not in (422, 429):
            raise
        return await _again(request, thread_id, form, refusal)
    return _back(request, form.back, thread_id, f"post-{stored.no}" if stored.no else "thread")


async def _again(request: Request, thread_id: int, form: ContributeForm, refusal: Refusal) -> Response:
    """Show the thread with what was typed and what is wrong with it."""
    t = request.app.state.pages.environment(language(request)).globals["t"]
    faults = refusal.faults if isinstance(refusal, Invalid) else {"markdown": (refusal.key, refusal.facts)}
    said = {name: t(key, **facts) for name, (key, facts) in faults.items()}
    typed = {"faults": said, "typed": form.markdown, "client_key": form.client_key}
    return await _show(request, thread_id, status=refusal.status, **typed)


async def permalink(request: Request) -> Response:
    """Lead to a contribution in its thread."""
    thread_id, item, _ = await read(request, lambda db, _: contribution(db, request.path_params["id"]))
    return RedirectResponse(f"/{language(request)}/threads/{thread_id}?before={item.born + 40}#post-{item.no}", 303)


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
        back = own_path(request.query_params.get("back", "")) or f"/{language(request)}/threads/{thread_id}"
        return _edit(request, item.id, AmendForm(markdown, uuid4().hex, item.text_rev, back))
    form = await read_form(request, AmendForm)
    try:
        await act(request, amend, item.id, form.text_rev, prepare(form.markdown), form.client_key or None)
    except Invalid as invalid:
        return _edit(request, item.id, form, invalid)
    return _back(request, form.back, thread_id, f"post-{item.no}")


def _edit(request: Request, post_id: int, form: AmendForm, invalid: Invalid | None = None) -> Response:
    t = request.app.state.pages.environment(language(request)).globals["t"]
    faults = {name: t(key, **facts) for name, (key, facts) in invalid.faults.items()} if invalid else {}
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
    return _back(request, form.back, stored.thread_id, "thread")


async def answer(request: Request) -> Response:
    """Set or take back a reaction: the button says `support:on` or `support:off`."""
    form = await read_form(request, ActForm)
    kind, _, on = form.kind.partition(":")
    post_id = request.path_params["id"]
    stored = await act(request, react, post_id, kind, on != "off")
    _, item, _ = await read(request, lambda db, _: contribution(db, post_id))
    return _back(request, form.back, stored.thread_id, f"post-{item.no}")


def _back(request: Request, back: str, thread_id: int, anchor: str) -> Response:
    """Return to the page the form stood on."""
    path = own_path(back) or f"/{language(request)}/threads/{thread_id}"
    return RedirectResponse(f"{path.partition('#')[0]}#{anchor}", 303)
