"""The door to a thread's summary: write or revise it, and read its versions."""

from typing import Any
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.threads.contribute import prepare
from arena.threads.home import home_of
from arena.threads.pages_places import go_back
from arena.threads.summaries.summarise import summarise
from arena.threads.summaries.versions import must_have, summaries_of
from arena.web.again import form_page
from arena.web.asking import act_as, must_sign_in, read
from arena.web.forms import read_form
from arena.web.own import own_path
from arena.web.pages import language, render


class SummaryForm(msgspec.Struct, forbid_unknown_fields=True):
    """What the page for a summary sends: the text, what it covers, and the version it began from."""

    markdown: str = ""
    covers: int = 0
    rev: int = 0
    client_key: str = ""
    speak_as: int | None = None
    back: str = ""


async def edit(request: Request) -> Response:
    """Show the form with the present summary."""
    await must_sign_in(request)
    found = await read(request, lambda db, _: summaries_of(db, request.path_params["id"]))
    back = request.query_params.get("back", "")
    return await _show(request, SummaryForm(found.markdown, found.covers, found.rev, uuid4().hex, None, back))


async def send(request: Request) -> Response:
    """Write the summary; if somebody else did meanwhile, show what they changed beside what was typed (409)."""
    form = await read_form(request, SummaryForm)
    me = await must_sign_in(request)
    thread_id = request.path_params["id"]
    try:
        said = prepare(form.markdown)
        request.app.state.pace.check(me.person_id, "summary")
        key = form.client_key or None
        await act_as(request, form.speak_as, summarise, thread_id, form.rev, form.covers, said, key)
    except Refusal as refusal:
        return await _show(request, form, refusal)
    return go_back(request, form.back, thread_id, "summary")


async def history(request: Request) -> Response:
    """Show every version of the summary with what it changed."""
    thread_id = request.path_params["id"]
    found, home = await read(request, lambda db, _: (must_have(summaries_of(db, thread_id)), home_of(db, thread_id)))
    return render(request, "threads/summaries.html", home=home, versions=found.versions[::-1])


async def _show(request: Request, form: SummaryForm, refusal: Refusal | None = None) -> Response:
    thread_id = request.path_params["id"]
    found, home = await read(request, lambda db, _: (summaries_of(db, thread_id), home_of(db, thread_id)))
    back = own_path(form.back, f"/{language(request)}{home.address}")
    shown: dict[str, Any] = {"thread_id": thread_id, "home": home, "back": back, "most": found.post_no, "changed": []}
    if refusal is not None and refusal.status == 409 and form.rev != found.rev:
        # Saved once more, it goes on from the version that is shown beside it; a new key, since the old one is used up.
        shown["changed"] = found.since(form.rev)
        form = msgspec.structs.replace(form, rev=found.rev, client_key=uuid4().hex)
    return form_page(request, "threads/summary.html", refusal, form=form, **shown)
