"""The door for moderators to close a thread, open it again or set its pace."""

from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, Row
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.moderation.decide import prepare_decision
from arena.moderation.model import CLOSE, REOPEN, SLOW
from arena.moderation.rules import moderator
from arena.moderation.steer import steer, steered
from arena.threads.hide import GROUNDS
from arena.threads.home import Home, home_of
from arena.threads.slow import PACES
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import do, read
from arena.web.forms import read_form
from arena.web.pages import go

CHOICES = (CLOSE, REOPEN, *(f"{SLOW}:{pace}" for pace in PACES))


class SteerForm(msgspec.Struct, forbid_unknown_fields=True):
    """What to do (a pace as `slow:60`), on which ground, and why."""

    kind: str = ""
    ground: str = ""
    reason: str = ""
    client_key: str = ""


async def show(request: Request) -> Response:
    """Show what moderators can do with a thread."""
    return await _page(request, SteerForm(client_key=uuid4().hex))


async def send(request: Request) -> Response:
    """Do it."""
    form, thread_id = await read_form(request, SteerForm), request.path_params["id"]
    await read(request, _thread, thread_id)
    kind, _, pace = form.kind.partition(":")
    try:
        chosen = prepare_decision(form.kind, form.ground, form.reason, None, CHOICES)
        said, key = msgspec.structs.replace(chosen, kind=kind), form.client_key or None
        await do(request, lambda tx, me: steer(tx, me.own, thread_id, said, int(pace or 0), key))
    except Refusal as refusal:
        return await _page(request, form, refusal)
    return go(request, f"/threads/{thread_id}", done=f"ideas_threads.{kind}.done")


async def _page(request: Request, form: SteerForm, refusal: Refusal | None = None) -> Response:
    thread, home = await read(request, _thread, request.path_params["id"])
    shown: dict[str, Any] = {"thread": thread, "home": home, "form": form, "grounds": GROUNDS, "paces": PACES}
    return form_page(request, "moderation/steer.html", refusal, **shown)


def _thread(db: Connection, me: Reader, thread_id: int) -> tuple[Row[Any], Home]:
    moderator(me)
    return steered(db, thread_id), home_of(db, thread_id)
