"""The door to a thread without scripts: read it and contribute."""

from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from arena.errors import Facts, Invalid, Missing, Refusal
from arena.threads.contribute import contribute, prepare
from arena.threads.pages_pieces import thread_context
from arena.threads.timeline import Timeline, head, timeline
from arena.threads.view import contribution
from arena.voice import Reader
from arena.web.asking import act_as, must_sign_in, read
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
    back: str = ""
    speak_as: int | None = None


async def show(request: Request) -> Response:
    """Show a thread on a page of its own."""
    return await _show(request, request.path_params["id"])


async def _show(request: Request, thread_id: int, *, status: int = 200, **typed: Any) -> Response:
    thread = await read(request, _public, thread_id, number(request, "before"))
    back = f"/{language(request)}/threads/{thread_id}"
    context = thread_context(request, thread, back, await replying(request)) | typed
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
    return go_back(request, form.back, thread_id, f"post-{stored.no}" if stored.no else "thread")


async def _again(request: Request, thread_id: int, form: ContributeForm, refusal: Refusal) -> Response:
    """Show the thread with what was typed and what is wrong with it."""
    faults = refusal.faults if isinstance(refusal, Invalid) else {"markdown": (refusal.key, refusal.facts)}
    typed = {"faults": said_of(request, faults), "typed": form.markdown, "client_key": form.client_key}
    return await _show(request, thread_id, status=refusal.status, **typed)


def said_of(request: Request, faults: dict[str, tuple[str, Facts]]) -> dict[str, str]:
    """What is wrong with each field, in the reader's language."""
    words = words_in(language(request))
    return {name: words.t(key, **facts) for name, (key, facts) in faults.items()}


async def permalink(request: Request) -> Response:
    """Lead to a contribution in its thread."""
    thread_id, item, _ = await read(request, lambda db, _: contribution(db, request.path_params["id"]))
    return RedirectResponse(f"/{language(request)}/threads/{thread_id}?before={item.born + 40}#post-{item.no}", 303)


def go_back(request: Request, back: str, thread_id: int, anchor: str) -> Response:
    """Return to the page the form stood on."""
    path = own_path(back, f"/{language(request)}/threads/{thread_id}")
    return RedirectResponse(f"{path.partition('#')[0]}#{anchor}", 303)
