"""The door to one contribution without scripts: amend, retract, react, and its earlier texts."""

from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.threads.amend import amend
from arena.threads.contribute import prepare
from arena.threads.draft import draft_for
from arena.threads.draft_pages import signed_out
from arena.threads.history import TextChange, changed_since, changes_of
from arena.threads.home import Home, home_of
from arena.threads.item import Item
from arena.threads.model import Post
from arena.threads.own import Draft
from arena.threads.pages_places import go_back_to
from arena.threads.react import react
from arena.threads.retract import retract
from arena.threads.view import contribution
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act, read
from arena.web.forms import read_form
from arena.web.own import own_path
from arena.web.pages import language, render


class AmendForm(msgspec.Struct, forbid_unknown_fields=True):
    """What the page for amending sends."""

    markdown: str = ""
    client_key: str = ""
    text_rev: int = 0
    back: str = ""


class ActForm(msgspec.Struct, forbid_unknown_fields=True):
    """A reaction (`support:on`) or a retraction."""

    kind: str = ""
    client_key: str = ""
    back: str = ""


async def history(request: Request) -> Response:
    """Show the earlier texts of a contribution."""
    post_id = request.path_params["id"]
    changes, home = await read(request, _changes, post_id)
    return render(request, "threads/history.html", post_id=post_id, changes=changes, home=home)


def _changes(db: Connection, me: Reader, post_id: int) -> tuple[list[TextChange], Home]:  # noqa: ARG001
    return changes_of(db, post_id), home_of(db, contribution(db, post_id)[0])


async def edit(request: Request) -> Response:
    """Show the form for amending one's own contribution, with what was begun before, or amend it."""
    form = await read_form(request, AmendForm) if request.method == "POST" else None
    found = await read(request, _own, request.path_params["id"])
    if found is None:
        if form is None:
            raise Refusal(401, "errors.sign_in")
        return await signed_out(request, form, own_path(form.back, f"/{language(request)}"))
    thread_id, item, markdown, draft = found
    home = await read(request, lambda db, _: home_of(db, thread_id))
    shown: dict[str, Any] = {
        "home": home,
        "post_id": item.id,
        "thread_id": thread_id,
        "original": markdown,
        "changed": [],
        "retract_key": uuid4().hex,
    }
    if form is None:
        back = own_path(request.query_params.get("back", ""), f"/{language(request)}{home.address}")
        fresh = AmendForm(markdown, uuid4().hex, item.text_rev, back)
        return form_page(request, "threads/edit.html", form=fresh, draft=draft, **shown)
    try:
        await act(request, amend, item.id, form.text_rev, prepare(form.markdown), form.client_key or None)
    except Refusal as refusal:
        if (began := form.text_rev) != item.text_rev:
            # Saved once more, it goes on from the text shown beside it; with a new key, since the old one is used up.
            shown["changed"] = await read(request, lambda db, _: changed_since(db, item.id, began))
            form = msgspec.structs.replace(form, text_rev=item.text_rev, client_key=uuid4().hex)
        return form_page(request, "threads/edit.html", refusal, form=form, draft=None, **shown)
    return go_back_to(request, form.back, thread_id, item.no, done="threads.edit.done")


def _own(db: Connection, me: Reader, post_id: int) -> tuple[int, Item, str, Draft | None] | None:
    """One's own contribution, its Markdown and how one has begun to change it; None for a visitor, 403 for others."""
    if me is None:
        return None
    thread_id, item, markdown = contribution(db, post_id)
    if item.person is None or item.person.id != me.person_id:
        raise Refusal(403, "threads.refused.not_own")
    return thread_id, item, markdown, draft_for(db, me, thread_id, post_id)


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
