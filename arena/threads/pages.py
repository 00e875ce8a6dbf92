"""The door to a thread without scripts: read it and contribute."""

from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from arena.errors import Invalid, Missing, Refusal
from arena.threads.contribute import prepare
from arena.threads.draft import Typed, keep_draft
from arena.threads.draft_pages import signed_out
from arena.threads.home import Home, home_of
from arena.threads.pages_pieces import thread_context
from arena.threads.pages_places import go_back, number, place_of
from arena.threads.say import say
from arena.threads.view import contribution
from arena.threads.window import Place
from arena.threads.window_pages import public
from arena.voice import Reader
from arena.web.again import sentences
from arena.web.asking import act, act_as, must_sign_in, read
from arena.web.forms import read_form
from arena.web.own import own_path
from arena.web.pages import language, render
from arena.words import words_in


class ContributeForm(msgspec.Struct, forbid_unknown_fields=True):
    """What the composer sends."""

    markdown: str = ""
    client_key: str = ""
    reply_to: str = ""
    quote: str = ""
    kind: str = ""
    back: str = ""
    speak_as: int | None = None


async def show(request: Request) -> Response:
    """Lead to the page a thread is read on; one that belongs to nothing is shown here."""
    thread_id = request.path_params["id"]
    home = await read(request, lambda db, _: home_of(db, thread_id))
    if not home.owner:
        return await _show(request, thread_id)
    query = f"?{request.url.query}" if request.url.query else ""
    address = f"/{language(request)}{home.address}{query}"
    return RedirectResponse(address, 301, {"Cache-Control": "no-cache"})


async def show_again(request: Request, thread_id: int, post_id: int, problem: str) -> Response:
    """Show a thread around a contribution with what was wrong about an act on it (a message key)."""
    no = (await read(request, lambda db, _: contribution(db, post_id)))[1].no
    told: dict[str, Any] = {"problem": words_in(language(request)).t(problem), "about": no}
    return await _show(request, thread_id, Place(no), status=422, **told)


async def _show(
    request: Request, thread_id: int, place: Place | None = None, *, status: int = 200, **typed: Any
) -> Response:
    thread = await read(request, public, thread_id, place or place_of(request))
    home = await read(request, lambda db, _: home_of(db, thread_id))
    context = thread_context(request, thread, f"/{language(request)}{home.address}", await replying(request)) | typed
    return render(request, "threads/show.html", status=status, home=home, **context)


async def replying(request: Request) -> Any:
    """The contribution that `?reply=` names, if it can be answered."""
    post_id = number(request, "reply")
    if post_id is None:
        return None
    try:
        return (await read(request, lambda db, _: contribution(db, post_id)))[1]
    except Missing:
        return None


async def speak(request: Request) -> Response:
    """Contribute from the composer's form."""
    form = await read_form(request, ContributeForm)
    thread_id = request.path_params["id"]
    try:
        reply_to = int(form.reply_to) if form.reply_to.isdigit() else None
        said = prepare(form.markdown, reply_to, form.quote, question=form.kind == "question")
        me = await must_sign_in(request)
        request.app.state.pace.check(me.person_id, "post")
        stored = await act_as(request, form.speak_as, say, thread_id, said, form.client_key or None)
    except Refusal as refusal:
        if refusal.status == 401:
            return await signed_out(request, form, own_path(form.back, f"/{language(request)}/threads/{thread_id}"))
        if refusal.status not in (422, 423, 429):
            raise
        return await _again(request, thread_id, form, refusal)
    return go_back(request, form.back, thread_id, f"post-{stored.no}" if stored.no else "thread")


async def keep(request: Request) -> Response:
    """Keep what stands in the composer for later, from its own button; nothing in it: nothing is kept."""
    form, thread_id = await read_form(request, ContributeForm), request.path_params["id"]
    reply_to = int(form.reply_to) if form.reply_to.isdigit() else None
    typed = Typed(form.markdown, reply_to, form.quote, form.client_key)
    try:
        await act(request, keep_draft, thread_id, typed)
    except Refusal as refusal:
        if refusal.status != 401:
            raise
        return await signed_out(request, form, own_path(form.back, f"/{language(request)}/threads/{thread_id}"))
    return go_back(request, form.back, thread_id, "composer")


async def _again(request: Request, thread_id: int, form: ContributeForm, refusal: Refusal) -> Response:
    """Show the thread with what was typed and what is wrong with it."""
    field = "typed" if refusal.status == 423 else "markdown"
    faults = refusal.faults if isinstance(refusal, Invalid) else {field: (refusal.key, refusal.facts)}
    typed: dict[str, Any] = {"typed": form.markdown, "client_key": form.client_key, "asking": form.kind == "question"}
    return await _show(request, thread_id, status=refusal.status, faults=sentences(request, faults), **typed)


async def permalink(request: Request) -> Response:
    """Lead to a contribution on the page its thread is read on."""
    home, no = await read(request, _where, request.path_params["id"])
    return RedirectResponse(f"/{language(request)}{home.address}?no={no}#post-{no}", 303)


def _where(db: Connection, me: Reader, post_id: int) -> tuple[Home, int | None]:  # noqa: ARG001
    thread_id, item, _ = contribution(db, post_id)
    return home_of(db, thread_id), item.no
