"""The door to one contribution without scripts: retract, react, and its earlier texts."""

import msgspec
from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response

from arena.threads.history import History, history_of
from arena.threads.home import Home, home_of
from arena.threads.model import Post
from arena.threads.pages_places import go_back_to
from arena.threads.react import react
from arena.threads.retract import retract
from arena.threads.view import contribution
from arena.voice import Reader
from arena.web.asking import act, read
from arena.web.forms import read_form
from arena.web.pages import render


class ActForm(msgspec.Struct, forbid_unknown_fields=True):
    """A reaction (`support:on`) or a retraction."""

    kind: str = ""
    client_key: str = ""
    back: str = ""


async def history(request: Request) -> Response:
    """Show the earlier texts of a contribution: the first whole, then what each amendment changed."""
    found, home = await read(request, _history, request.path_params["id"])
    return render(request, "threads/history.html", found=found, home=home)


def _history(db: Connection, me: Reader, post_id: int) -> tuple[History, Home]:  # noqa: ARG001
    return history_of(db, post_id), home_of(db, contribution(db, post_id)[0])


async def take_back(request: Request) -> Response:
    """Retract one's own contribution and go to its place; a second click finds it retracted."""
    form = await read_form(request, ActForm)
    stored = await act(request, retract, request.path_params["id"], form.client_key or None)
    no = await read(request, lambda db, _: db.execute(select(Post.no).where(Post.id == stored.post_id)).scalar_one())
    return go_back_to(request, form.back, stored.thread_id, no, done="threads.retract.done")


async def answer(request: Request) -> Response:
    """Set or take back a reaction: the button says `support:on` or `support:off`."""
    form = await read_form(request, ActForm)
    kind, _, on = form.kind.partition(":")
    post_id = request.path_params["id"]
    stored = await act(request, react, post_id, kind, on != "off")
    _, item, _ = await read(request, lambda db, _: contribution(db, post_id))
    return go_back_to(request, form.back, stored.thread_id, item.no)
