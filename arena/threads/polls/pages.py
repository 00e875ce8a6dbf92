"""The door to polls without scripts: begin one, vote, close it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Refusal
from arena.threads.home import home_of
from arena.threads.pages import show_again
from arena.threads.pages_places import go_back, go_back_to
from arena.threads.polls.begin import MOST_OPTIONS, ONE, begin_poll, prepare_poll
from arena.threads.polls.close import close_poll
from arena.threads.polls.vote import vote
from arena.threads.view import contribution
from arena.web.again import form_page
from arena.web.asking import act, act_as, must_sign_in, read
from arena.web.forms import read_form, typed_as
from arena.web.own import own_path
from arena.web.pages import language
from arena.words.words import ZONE


class PollForm(msgspec.Struct, forbid_unknown_fields=True):
    """What the page for a new poll sends; `until` is a moment in the city's zone."""

    markdown: str = ""
    options: list[str] = []
    kind: str = ONE
    hidden: str = ""
    until: str = ""
    client_key: str = ""
    speak_as: int | None = None
    back: str = ""


class VoteForm(msgspec.Struct, forbid_unknown_fields=True):
    """The options somebody chose, by their places."""

    choices: list[int] = []
    client_key: str = ""
    back: str = ""


async def new(request: Request) -> Response:
    """Show the form for a new poll."""
    await must_sign_in(request)
    return await _show(request, PollForm(client_key=uuid4().hex, back=request.query_params.get("back", "")))


async def send_new(request: Request) -> Response:
    """Begin a poll."""
    form = await read_form(request, PollForm)
    me = await must_sign_in(request)
    thread_id = request.path_params["id"]
    try:
        faults = Faults()
        until = typed_as(faults, "until", form.until, _moment, "threads.refused.until")
        faults.refuse()
        asked = prepare_poll(form.markdown, form.options, form.kind, form.hidden == "yes", until)
        request.app.state.pace.check(me.person_id, "poll")
        stored = await act_as(request, form.speak_as, begin_poll, thread_id, asked, form.client_key or None)
    except Refusal as refusal:
        return await _show(request, form, refusal)
    return go_back(request, form.back, thread_id, f"post-{stored.no}" if stored.no else "thread")


async def send_vote(request: Request) -> Response:
    """Vote, change one's vote, or take it back by choosing nothing."""
    form = await read_form(request, VoteForm)
    post_id = request.path_params["id"]
    stored = await act(request, vote, post_id, form.choices, form.client_key or None)
    if stored.dup and not (form.choices or form.client_key):  # there was no vote that could be taken back
        return await show_again(request, stored.thread_id, stored.post_id, "threads.poll.choose")
    done = "" if form.choices else "threads.unvote.done"
    return await _back(request, form.back, stored.thread_id, post_id, done)


async def close(request: Request) -> Response:
    """Close a poll."""
    form = await read_form(request, VoteForm)
    post_id = request.path_params["id"]
    stored = await act(request, close_poll, post_id, form.client_key or None)
    return await _back(request, form.back, stored.thread_id, post_id)


async def _back(request: Request, back: str, thread_id: int, post_id: int, done: str = "") -> Response:
    _, item, _ = await read(request, lambda db, _: contribution(db, post_id))
    return go_back_to(request, back, thread_id, item.no, done=done)


async def _show(request: Request, form: PollForm, refusal: Refusal | None = None) -> Response:
    thread_id = request.path_params["id"]
    home = await read(request, lambda db, _: home_of(db, thread_id))
    back = own_path(form.back, f"/{language(request)}{home.address}")
    shown: dict[str, Any] = {"form": form, "home": home, "back": back, "thread_id": thread_id, "most": MOST_OPTIONS}
    return form_page(request, "threads/poll.html", refusal, **shown)


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=ZONE)
