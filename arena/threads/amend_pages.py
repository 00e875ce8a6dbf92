"""The door to amending one's own contribution without scripts; in a closed thread, why that cannot be done."""

from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.threads.amend import amend
from arena.threads.closed import closing
from arena.threads.contribute import prepare
from arena.threads.draft import draft_for
from arena.threads.draft_pages import signed_out
from arena.threads.history import changed_since
from arena.threads.home import Home, home_of
from arena.threads.item import Item
from arena.threads.own import Draft
from arena.threads.pages_places import go_back_to
from arena.threads.timeline import head
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


class Mine(msgspec.Struct, frozen=True):
    """One's own contribution, its Markdown, how one has begun to change it, and where it stands."""

    thread_id: int
    item: Item
    markdown: str
    draft: Draft | None
    home: Home
    locked: bool

    @property
    def shown(self) -> dict[str, Any]:
        """What its page says, whatever is done there."""
        facts = {"home": self.home, "post_id": self.item.id, "thread_id": self.thread_id, "original": self.markdown}
        return facts | {"changed": [], "retract_key": uuid4().hex}


async def edit(request: Request) -> Response:
    """Show the form for amending one's own contribution, with what was begun before, or amend it."""
    form = await read_form(request, AmendForm) if request.method == "POST" else None
    mine = await read(request, _own, request.path_params["id"])
    if mine is None:
        if form is None:
            raise Refusal(401, "errors.sign_in")
        return await signed_out(request, form, own_path(form.back, f"/{language(request)}"))
    if form is not None:
        return await _amend(request, mine, form)
    back = own_path(request.query_params.get("back", ""), f"/{language(request)}{mine.home.address}")
    fresh = AmendForm(mine.markdown, uuid4().hex, mine.item.text_rev, back)
    if mine.locked:
        return await _closed(request, mine, fresh, mine.draft.markdown if mine.draft else "")
    return form_page(request, "threads/edit.html", form=fresh, draft=mine.draft, **mine.shown)


async def _amend(request: Request, mine: Mine, form: AmendForm) -> Response:
    shown = mine.shown
    try:
        await act(request, amend, mine.item.id, form.text_rev, prepare(form.markdown), form.client_key or None)
    except Refusal as refusal:
        if mine.locked or refusal.status == 423:
            return await _closed(request, mine, form, form.markdown, refused=True)
        if (began := form.text_rev) != mine.item.text_rev:
            # Saved once more, it goes on from the text shown beside it; with a new key, since the old one is used up.
            shown["changed"] = await read(request, lambda db, _: changed_since(db, mine.item.id, began))
            form = msgspec.structs.replace(form, text_rev=mine.item.text_rev, client_key=uuid4().hex)
        return form_page(request, "threads/edit.html", refusal, form=form, draft=None, **shown)
    return go_back_to(request, form.back, mine.thread_id, mine.item.no, done="threads.edit.done")


async def _closed(request: Request, mine: Mine, form: AmendForm, typed: str, *, refused: bool = False) -> Response:
    """In place of the form: that and why the thread is closed, and the words somebody typed before, to be copied."""
    note = await read(request, lambda db, _: closing(db, mine.thread_id))
    typed = "" if typed == mine.markdown else typed
    told: dict[str, Any] = {"form": form, "note": note, "typed": typed}
    return render(request, "threads/edit_closed.html", status=423 if refused else 200, **told, **mine.shown)


def _own(db: Connection, me: Reader, post_id: int) -> Mine | None:
    """One's own contribution; None for a visitor, 403 for others."""
    if me is None:
        return None
    thread_id, item, markdown = contribution(db, post_id)
    if item.person is None or item.person.id != me.person_id:
        raise Refusal(403, "threads.refused.not_own")
    draft, home = draft_for(db, me, thread_id, item.id), home_of(db, thread_id)
    return Mine(thread_id, item, markdown, draft, home, head(db, thread_id).locked)
