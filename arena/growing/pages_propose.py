"""The door to proposing: which ideas merge, into which one, or which part becomes an idea of its own."""

from typing import Annotated, Any, Literal
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Invalid, Refusal
from arena.growing.choose import to_merge, to_split
from arena.growing.propose_merge import Merge, propose_merge
from arena.growing.propose_split import Split, propose_split
from arena.growing.say import Texts
from arena.ideas.address import idea_address
from arena.ideas.card import face_of
from arena.store.text import clean_line
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import fill, read_form
from arena.web.pages import go, language

Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]
Key = Annotated[str, msgspec.Meta(max_length=64)]


class Choose(msgspec.Struct):
    """Which other idea was chosen, or the words it is looked for by."""

    other: Number | None = None
    q: str = ""


class MergeForm(msgspec.Struct, forbid_unknown_fields=True):
    """A proposal to merge as it was typed; `way` says which of the two stays, or that a new idea comes out of them."""

    other: Number
    way: Literal["into", "from", "new"] = "into"
    reason: str = ""
    rewrite: str = ""
    title: str = ""
    summary: str = ""
    markdown: str = ""
    new_title: str = ""
    new_summary: str = ""
    new_markdown: str = ""
    rev: int = 0
    client_key: Key = ""
    speak_as: int | None = None


class SplitForm(msgspec.Struct, forbid_unknown_fields=True):
    """A proposal to split as it was typed."""

    reason: str = ""
    title: str = ""
    summary: str = ""
    markdown: str = ""
    carriers: list[Number] = []
    client_key: Key = ""
    speak_as: int | None = None


async def merge(request: Request) -> Response:
    """Offer ideas that are alike, and the form once one is chosen."""
    asked = fill(request.query_params, Choose)
    return await _merge(request, asked.other, clean_line(asked.q)[:200])


async def send_merge(request: Request) -> Response:
    """Propose a merge; without anybody else to ask it is carried out at once."""
    form, here = await read_form(request, MergeForm), request.path_params["id"]
    wanted, strategies = _wanted(here, form), request.app.state.strategies
    try:
        number = await act_as(request, form.speak_as, propose_merge, wanted, strategies, form.client_key or None)
    except Refusal as refusal:
        return await _merge(request, form.other, "", form, refusal)
    return go(request, f"/proposals/{number}", done="growing.propose.done")


def _wanted(here: int, form: MergeForm) -> Merge:
    """What a form asks for, seen from the idea on whose page it was typed."""
    from_id, to_id = (form.other, here) if form.way == "from" else (here, form.other)
    if form.way == "new":
        texts = Texts(form.new_title, form.new_summary, form.new_markdown)
        return Merge(from_id, to_id, form.reason, texts, anew=True)
    stays = Texts(form.title, form.summary, form.markdown) if form.rewrite else None
    return Merge(from_id, to_id, form.reason, stays, form.rev)


async def _merge(
    request: Request, other: int | None, q: str, typed: MergeForm | None = None, refusal: Refusal | None = None
) -> Response:
    strategies, lang = request.app.state.strategies, language(request)
    here, shelf = request.path_params["id"], request.app.state.shelf
    found = await read(request, to_merge, here, other, q, shelf, strategies)
    stays = found.other
    if typed is None and stays is not None:
        typed = MergeForm(stays.id, client_key=uuid4().hex)
        typed.title, typed.summary, typed.markdown, typed.rev = stays.title, stays.summary, stays.markdown, stays.rev
    faces = [face_of(card, strategies, lang) for card in found.alike]
    shown: dict[str, Any] = {"found": found, "faces": faces, "typed": typed, "q": q, "address": idea_address}
    return form_page(request, "growing/merge.html", refusal, **shown)


async def split(request: Request) -> Response:
    """Show the form with the idea's own text, from which the part is taken."""
    return await _split(request)


async def send_split(request: Request) -> Response:
    """Propose a split; without anybody else to ask it is carried out at once."""
    form, here = await read_form(request, SplitForm), request.path_params["id"]
    part = Split(form.reason, Texts(form.title, form.summary, form.markdown), form.carriers)
    strategies, key = request.app.state.strategies, form.client_key or None
    try:
        number = await act_as(request, form.speak_as, propose_split, here, part, strategies, key)
    except Refusal as refusal:
        return await _split(request, form, refusal)
    return go(request, f"/proposals/{number}", done="growing.propose.done")


async def _split(request: Request, typed: SplitForm | None = None, refusal: Refusal | None = None) -> Response:
    found = await read(request, to_split, request.path_params["id"])
    if typed is None:
        own = found.voices[0].actor_id
        typed = SplitForm("", "", found.idea.summary, found.idea.markdown, [own], uuid4().hex)
    if isinstance(refusal, Invalid) and "carriers" in refusal.faults:
        typed.carriers = [one for one in typed.carriers if one in {row.id for row in found.team}]
    return form_page(request, "growing/split.html", refusal, found=found, typed=typed, address=idea_address)
