"""The door to suggestions: make one, read them, answer one, take it back, let it live on."""

from typing import Annotated, Any
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.growing.answer_suggestion import accept, adapt, decline
from arena.growing.live_on import live_on
from arena.growing.say import Texts
from arena.growing.suggest import Wanted, suggest, take_back
from arena.growing.suggested import suggestion_for, suggestions_of, to_answer, to_suggest
from arena.ideas.address import idea_address
from arena.web.again import form_page
from arena.web.asking import act_as, must_sign_in, read
from arena.web.forms import fill, read_form
from arena.web.pages import go, render

Number = Annotated[int, msgspec.Meta(ge=1, le=10**9)]


class Before(msgspec.Struct):
    """Before which number a page of the list begins."""

    before: Number | None = None


class SuggestForm(msgspec.Struct, forbid_unknown_fields=True):
    """A suggestion as it was typed."""

    title: str = ""
    summary: str = ""
    markdown: str = ""
    why: str = ""
    rev: int = 0
    client_key: Annotated[str, msgspec.Meta(max_length=64)] = ""
    speak_as: int | None = None


class AnswerForm(msgspec.Struct, forbid_unknown_fields=True):
    """An answer as it was typed; the texts only where a suggestion is adapted."""

    word: str = ""
    rev: int = 0
    title: str = ""
    summary: str = ""
    markdown: str = ""
    speak_as: int | None = None


async def suggestions(request: Request) -> Response:
    """List what was suggested, with what became of it."""
    before = fill(request.query_params, Before).before
    listed = await read(request, suggestions_of, request.path_params["id"], before)
    return render(request, "growing/suggestions.html", listed=listed, address=idea_address)


async def new(request: Request) -> Response:
    """Show the form with the present text."""
    return await _form(request)


async def send(request: Request) -> Response:
    """Suggest a change."""
    form, idea_id = await read_form(request, SuggestForm), request.path_params["id"]
    me = await must_sign_in(request)
    wanted = Wanted(Texts(form.title, form.summary, form.markdown), form.rev, form.why)
    try:
        request.app.state.pace.check(me.person_id, "post")
        no = await act_as(request, form.speak_as, suggest, idea_id, wanted, form.client_key or None)
    except Refusal as refusal:
        return await _form(request, form, refusal)
    return go(request, f"/ideas/{idea_id}/suggestions/{no}", done="growing.suggest.done")


async def _form(request: Request, typed: SuggestForm | None = None, refusal: Refusal | None = None) -> Response:
    idea = await read(request, to_suggest, request.path_params["id"])
    typed = typed or SuggestForm(idea.title, idea.summary, idea.markdown, "", idea.rev, uuid4().hex)
    return form_page(request, "growing/suggest.html", refusal, idea=idea, typed=typed, address=idea_address)


async def show(request: Request) -> Response:
    """Show a suggestion with its diff."""
    return await _page(request)


async def answer(request: Request) -> Response:
    """Accept, adapt or decline it, take it back, or let it live on as an idea of its own."""
    act, form = request.path_params["act"], await read_form(request, AnswerForm)
    where = request.path_params["id"], request.path_params["no"]
    strategies, name = request.app.state.strategies, form.speak_as
    try:
        if act == "accept":
            await act_as(request, name, accept, *where, form.rev, form.word, strategies)
        elif act == "adapt":
            texts = Texts(form.title, form.summary, form.markdown)
            await act_as(request, name, adapt, *where, texts, form.rev, form.word, strategies)
        elif act == "decline":
            await act_as(request, name, decline, *where, form.word)
        elif act == "take-back":
            await act_as(request, name, take_back, *where)
        elif act == "live-on":
            number = await act_as(request, name, live_on, *where, strategies)
            return go(request, f"/ideas/{number}/edit", done="growing.live_on.done")
        else:
            raise Missing
    except Refusal as refusal:
        return await (_adapting if act == "adapt" else _page)(request, act, form, refusal)
    return go(request, f"/ideas/{where[0]}/suggestions/{where[1]}", done=f"growing.{act.replace('-', '_')}_text.done")


async def _page(
    request: Request, act: str = "", typed: AnswerForm | None = None, refusal: Refusal | None = None
) -> Response:
    seen = await read(request, suggestion_for, request.path_params["id"], request.path_params["no"])
    shown: dict[str, Any] = {"seen": seen, "one": seen.row, "act": act, "typed": typed or AnswerForm()}
    return form_page(request, "growing/suggestion.html", refusal, address=idea_address, **shown)


async def adapting(request: Request) -> Response:
    """Show the form in which carriers make something of a suggestion."""
    return await _adapting(request)


async def _adapting(
    request: Request, act: str = "", typed: AnswerForm | None = None, refusal: Refusal | None = None
) -> Response:
    seen = await read(request, to_answer, request.path_params["id"], request.path_params["no"])
    said, rev = seen.result, seen.idea.rev
    if typed is None:
        typed = AnswerForm("", rev, said.title, said.summary, said.markdown)
    elif refusal is not None and refusal.status == 409:
        typed.rev = rev  # what moved on is shown beside; sent once more, this text holds
    shown: dict[str, Any] = {"seen": seen, "one": seen.row, "act": act, "typed": typed}
    return form_page(request, "growing/adapt.html", refusal, address=idea_address, **shown)
