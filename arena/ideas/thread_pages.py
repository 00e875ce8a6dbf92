"""The door to an idea's named threads: read one, open another."""

from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from arena.errors import Refusal
from arena.ideas.address import idea_address, thread_address
from arena.ideas.open_thread import Opening, open_thread
from arena.ideas.queries import idea_for
from arena.ideas.rules import parts
from arena.ideas.thread_model import KINDS
from arena.ideas.thread_page import thread_shown
from arena.ideas.threads import ICONS, Named, address_of, unread
from arena.threads.pages import replying
from arena.threads.pages_pieces import thread_context
from arena.threads.pages_places import place_of
from arena.threads.show import Timeline
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form
from arena.web.kept import kept_for_visitors
from arena.web.pages import go, language, render


class OpeningForm(msgspec.Struct, forbid_unknown_fields=True):
    """A thread as it was typed."""

    speak_as: int | None = None
    client_key: str = ""
    kind: str = ""
    title: str = ""
    purpose: str = ""


@kept_for_visitors
async def show(request: Request) -> Response:
    """Show a thread at its own address; the talk stands on the idea's page."""
    idea_id, thread_id = request.path_params["id"], request.path_params["thread"]
    page, thread = await read(request, thread_shown, idea_id, thread_id, place_of(request))
    own = f"/{language(request)}{address_of(page.idea, page.named)}"
    if request.url.path != own:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(own + query, 301, {"Cache-Control": "no-cache"})
    if page.into and (there := _gone_along(thread, place_of(request).no)):
        return RedirectResponse(f"/{language(request)}/posts/{there}", 303)
    context = thread_context(request, thread, own, await replying(request))
    shown: dict[str, Any] = {"page": page, "idea": page.idea, "named": page.named, **row_of_threads(page.threads)}
    return render(request, "ideas/thread.html", **shown, **context)


def _gone_along(thread: Timeline, no: int | None) -> int | None:
    """The contribution that an old address of a merged thread names, as it is called where it is now."""
    return next((item.moved.id for item in thread.items if item.moved and item.no == no), None)


def row_of_threads(threads: list[Named]) -> dict[str, Any]:
    """The context of `ideas/_threads.html`: threads that were merged into another no longer stand there."""
    standing = [one for one in threads if one.merged_into is None]
    return {"threads": standing, "new_in": unread(threads), "address_of": address_of}


async def new(request: Request) -> Response:
    """Ask what another thread is to be."""
    return await _form(request, OpeningForm(client_key=uuid4().hex))


async def open_new(request: Request) -> Response:
    """Open another thread and go there."""
    form, idea_id = await read_form(request, OpeningForm), request.path_params["id"]
    opening = Opening(form.kind, form.title, form.purpose)
    try:
        thread_id = await act_as(request, form.speak_as, open_thread, idea_id, opening, form.client_key or None)
    except Refusal as refusal:
        return await _form(request, form, refusal)
    return go(request, thread_address(idea_id, thread_id, form.title), done="ideas_threads.open.done")


async def _form(request: Request, form: OpeningForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, _to_open, request.path_params["id"])
    return form_page(request, "ideas/open_thread.html", refusal, form=form, address=idea_address, **found)


def _to_open(db: Connection, me: Reader, idea_id: int) -> dict[str, Any]:
    """The idea, the voices that may open a thread of it, and of which kinds."""
    idea = idea_for(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    taking_part = parts(db, idea_id)
    voices = [voice for voice in me.voices if voice.actor_id in taking_part]
    if not voices:
        raise Refusal(403, "errors.not_yours")
    carrying = any(taking_part[voice.actor_id] for voice in voices)
    kinds = KINDS[1:] + KINDS[:1] if carrying else ("collaboration",)
    return {"idea": idea, "voices": voices, "kinds": {kind: ICONS[kind] for kind in kinds}}
