"""The door to moving contributions: choose them in their thread, say where to and why."""

from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.ideas.move_posts import move_posts
from arena.ideas.open_thread import Opening
from arena.ideas.steer_pages import to_steer
from arena.ideas.thread_model import KINDS
from arena.ideas.thread_page import ThreadPage
from arena.ideas.threads import ICONS, address_of
from arena.threads.item import Item
from arena.threads.pages_places import place_of
from arena.threads.show import timeline
from arena.threads.window import Gap, Place
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form
from arena.web.pages import go


class MoveForm(msgspec.Struct, forbid_unknown_fields=True):
    """What moves, where to (a thread's number, or `new` with its name), and why; `look` only asks for other ones."""

    speak_as: int | None = None
    client_key: str = ""
    posts: list[int] = []
    to: str = ""
    kind: str = ""
    title: str = ""
    purpose: str = ""
    reason: str = ""
    look: str = ""


async def choose(request: Request) -> Response:
    """Show a thread's contributions to choose from."""
    return await _page(request, MoveForm(client_key=uuid4().hex))


async def send(request: Request) -> Response:
    """Move what was chosen and go where it is now; or look further, with everything as it was filled in."""
    form, idea_id = await read_form(request, MoveForm), request.path_params["id"]
    if form.look:
        return await _page(request, form)
    to = Opening(form.kind, form.title, form.purpose) if form.to == "new" else _number(form.to)
    key = form.client_key or None
    try:
        there = await act_as(
            request,
            form.speak_as,
            move_posts,
            idea_id,
            request.path_params["thread"],
            form.posts,
            to,
            form.reason,
            key,
        )
    except Refusal as refusal:
        return await _page(request, form, refusal)
    return go(request, f"/ideas/{idea_id}/threads/{there}", done="ideas_threads.move.done")


async def _page(request: Request, form: MoveForm, refusal: Refusal | None = None) -> Response:
    where = request.path_params["id"], request.path_params["thread"]
    page, items, earlier = await read(request, _to_move, *where, place_of(request))
    shown: dict[str, Any] = {"page": page, "idea": page.idea, "named": page.named, "items": items}
    here = {item.id for item in items}
    shown |= {"chosen": [post for post in form.posts if post not in here]}
    shown |= {"others": page.others, "earlier": earlier, "form": form, "kinds": {kind: ICONS[kind] for kind in KINDS}}
    return form_page(request, "ideas/move_posts.html", refusal, address_of=address_of, **shown)


def _to_move(
    db: Connection, me: Reader, idea_id: int, thread_id: int, place: Place
) -> tuple[ThreadPage, list[Item], Gap | None]:
    page = to_steer(db, me, idea_id, thread_id)
    shown = timeline(db, me, thread_id, place)
    return page, [item for item in shown.items if item.contribution and item.state == "visible"], shown.earlier


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
