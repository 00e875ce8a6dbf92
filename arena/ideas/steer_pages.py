"""The door to steering a thread of an idea: for its carriers, with forms alone."""

from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.ideas.rename_thread import rename
from arena.ideas.steer_thread import close, reopen, slow
from arena.ideas.thread_model import PURPOSE, TITLE
from arena.ideas.thread_page import ThreadPage, thread_page
from arena.ideas.threads import address_of
from arena.threads.slow import PACES
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form
from arena.web.pages import go


class SteerForm(msgspec.Struct, forbid_unknown_fields=True):
    """A reason, a pace, or a name; None: nobody has typed one yet."""

    speak_as: int | None = None
    reason: str = ""
    slow: int = 0
    title: str | None = None
    purpose: str | None = None


async def show(request: Request) -> Response:
    """Show what carriers can do with a thread."""
    return await _page(request, SteerForm())


async def steer(request: Request) -> Response:
    """Close a thread, open it again, slow it down, or name it anew."""
    act, form = request.path_params["act"], await read_form(request, SteerForm)
    where = request.path_params["id"], request.path_params["thread"]
    try:
        if act == "slow":
            await act_as(request, form.speak_as, slow, *where, form.slow)
        elif act == "rename":
            await act_as(request, form.speak_as, rename, *where, form.title or "", form.purpose or "")
        elif act in ("close", "reopen"):
            await act_as(request, form.speak_as, close if act == "close" else reopen, *where, form.reason)
        else:
            raise Missing
    except Refusal as refusal:
        return await _page(request, form, refusal)
    return go(request, f"/ideas/{where[0]}/threads/{where[1]}", done=f"ideas_threads.{act}.done")


async def _page(request: Request, form: SteerForm, refusal: Refusal | None = None) -> Response:
    page = await read(request, to_steer, request.path_params["id"], request.path_params["thread"])
    context: dict[str, Any] = {"page": page, "idea": page.idea, "named": page.named, "form": form}
    context |= {"address_of": address_of, "paces": PACES, "most": {"title": TITLE, "purpose": PURPOSE}}
    return form_page(request, "ideas/steer_thread.html", refusal, **context)


def to_steer(db: Connection, me: Reader, idea_id: int, thread_id: int) -> ThreadPage:
    """A thread for those who carry its idea; others are refused."""
    page = thread_page(db, me, idea_id, thread_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if not page.carrying:
        raise Refusal(403, "errors.not_yours")
    if page.idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    return page
