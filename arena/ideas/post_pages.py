"""The door to posting: write, preview, keep as a draft, publish, revise; one form for all of it."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Invalid, Refusal
from arena.ideas.address import idea_address
from arena.ideas.check import check_complete, check_form
from arena.ideas.count import today
from arena.ideas.draft import draft
from arena.ideas.form import IdeaForm, form_of, fresh
from arena.ideas.form_pages import Writing, show_form, show_preview
from arena.ideas.needs import need_texts
from arena.ideas.post import post
from arena.ideas.redraft import redraft
from arena.ideas.revise import revise
from arena.ideas.show import IdeaPage, idea_page
from arena.ideas.text import NeedText
from arena.voice import Reader
from arena.web.asking import act_as, must_sign_in, read
from arena.web.forms import read_form
from arena.web.pages import go, language
from arena.words.markdown import to_html

CORRECTABLE = {409, 422, 503}


async def new(request: Request) -> Response:
    """Offer an empty form."""
    await must_sign_in(request)
    asked = request.query_params
    form = fresh(language(request), request.app.state.strategies, asked.get("kind", ""), asked.get("field", ""))
    return show_form(request, Writing(form, None, language(request)))


async def send_new(request: Request) -> Response:
    """Preview, keep or publish what was written."""
    form = await read_form(request, IdeaForm)
    await must_sign_in(request)
    return await _take(request, Writing(form, None, language(request)))


async def edit(request: Request) -> Response:
    """Offer the form filled with a draft or a published idea."""
    page, needs = await read(request, _to_edit, request.path_params["id"])
    form = form_of(page.text, needs, language(request))
    form.client_key, form.rev, form.speak_as = page.idea.client_key or "", page.idea.rev, page.idea.actor_id
    return show_form(request, Writing(form, page, language(request)))


async def send_edit(request: Request) -> Response:
    """Preview, keep, publish or revise."""
    form = await read_form(request, IdeaForm)
    page, _ = await read(request, _to_edit, request.path_params["id"])
    return await _take(request, Writing(form, page, language(request)))


def _to_edit(db: Connection, me: Reader, idea_id: int) -> tuple[IdeaPage, list[NeedText]]:
    page = idea_page(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if not page.carries:
        raise Refusal(403, "errors.not_yours")
    if page.idea.state == "withdrawn":
        raise Refusal(409, "ideas.refused.state")
    return page, need_texts(db, idea_id)


async def _take(request: Request, writing: Writing) -> Response:
    if writing.form.act == "add":
        return show_form(request, writing)
    check_form(writing.text, request.app.state.strategies, writing.faults)
    if writing.form.act in ("publish", "revise"):
        check_complete(writing.text, writing.faults, today(datetime.now(UTC)), published=writing.published)
    if writing.faults.found:
        return show_form(request, writing, status=422)
    html = await asyncio.to_thread(to_html, writing.text.markdown)
    if writing.form.act == "preview":
        return await show_preview(request, writing, html)
    try:
        return await _store(request, writing, html)
    except Refusal as refusal:
        if refusal.status not in CORRECTABLE:
            raise
        return await _again(request, writing, refusal)


async def _store(request: Request, writing: Writing, html: str) -> Response:
    """Carry out what the button says; a button of another state of the idea is refused by the act."""
    form, text, strategies = writing.form, writing.text, request.app.state.strategies
    name, key, idea_id = form.speak_as, form.client_key or None, writing.idea_id
    if form.act == "revise" and idea_id is not None:
        await act_as(request, name, revise, idea_id, text, form.note, form.rev, strategies, html=html)
        return go(request, idea_address(idea_id, text.title), done="ideas.revise.done")
    if form.act != "draft":
        idea_id = await act_as(
            request, name, post, text, strategies, client_key=key, html=html, draft_id=writing.idea_id
        )
        return go(request, idea_address(idea_id, text.title), done="ideas.publish.done")
    if idea_id is None:
        idea_id = await act_as(request, name, draft, text, strategies, client_key=key, html=html)
    else:
        await act_as(request, name, redraft, idea_id, text, strategies, html=html)
    return go(request, f"/ideas/{idea_id}/edit", done="ideas.draft.done")


async def _again(request: Request, writing: Writing, refusal: Refusal) -> Response:
    """The form once more with every typed word; after somebody else's revision with both texts."""
    if isinstance(refusal, Invalid):
        writing.faults.found |= refusal.faults
        return show_form(request, writing, status=422)
    theirs = None
    if writing.idea_id is not None and refusal.key == "ideas.refused.conflict":
        theirs = await read(request, idea_page, writing.idea_id)
        writing.form.rev = theirs.idea.rev
    return show_form(request, writing, problem=refusal, theirs=theirs, status=refusal.status)
