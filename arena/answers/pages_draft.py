"""The door to drafts of answers, for the members of an office alone: begin, change, talk, approve, discard."""

from typing import Annotated, Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.answers.draft import add_note, approve, begin, change, discard
from arena.answers.queries import Begin, DraftPage, begin_for, draft_for
from arena.answers.say import BECAUSE, NOTE, REASON, Said, prepare_answer
from arena.answers.states import FOLLOWS
from arena.errors import Refusal
from arena.ideas.address import idea_address
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import fill, read_form
from arena.web.pages import go

Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]
LIMITS = {"most": REASON, "most_because": BECAUSE, "most_note": NOTE}


class Where(msgspec.Struct):
    """For which office an answer is begun, and which earlier one it corrects."""

    office: Number | None = None
    corrects: Number | None = None


class AnswerForm(msgspec.Struct, forbid_unknown_fields=True):
    """An answer as it was typed; `rev` is the version that was read."""

    answer: str = ""
    due: str = ""
    markdown: str = ""
    because: str = ""
    office: Number | None = None
    corrects: Number | None = None
    rev: Annotated[int, msgspec.Meta(ge=1, le=10**9)] = 1


class NoteForm(msgspec.Struct, forbid_unknown_fields=True):
    """A word for the others in the office."""

    words: str = ""
    client_key: Annotated[str, msgspec.Meta(max_length=64)] = ""


class Read(msgspec.Struct, forbid_unknown_fields=True):
    """Which version somebody read before they approve it."""

    rev: Annotated[int, msgspec.Meta(ge=1, le=10**9)]


async def ask(request: Request) -> Response:
    """Show the form of a new answer."""
    where = fill(request.query_params, Where)
    found = await read(request, begin_for, request.path_params["id"], where.office, where.corrects)
    typed = AnswerForm(office=found.office.id, corrects=where.corrects)
    if row := found.corrected:
        typed.answer, typed.due, typed.markdown = row.state, _iso(row.due), row.markdown
    return _new(request, found, typed)


async def send(request: Request) -> Response:
    """Begin a draft."""
    typed, idea_id = await read_form(request, AnswerForm), request.path_params["id"]
    found = await read(request, begin_for, idea_id, typed.office, typed.corrects)
    try:
        said = _said(typed, found.corrected if found.fixed else None, correcting=found.corrected is not None)
        number = await act_as(request, found.office.id, begin, idea_id, said, typed.corrects)
    except Refusal as refusal:
        return _new(request, found, typed, refusal)
    return go(request, f"/answer-drafts/{number}", done="answers.draft.begun.done")


async def show(request: Request) -> Response:
    """Show a draft to the members of its office."""
    return await _page(request)


async def send_change(request: Request) -> Response:
    """Write a new version."""
    typed, number = await read_form(request, AnswerForm), request.path_params["id"]
    found = await read(request, draft_for, number)
    try:
        said = _said(typed, found.corrected if found.fixed else None, correcting=found.corrected is not None)
        await act_as(request, found.office.id, change, number, said, typed.rev)
    except Refusal as refusal:
        return await _page(request, refusal, typed)
    return go(request, f"/answer-drafts/{number}", done="answers.draft.changed.done")


async def send_note(request: Request) -> Response:
    """Add a word for the others."""
    typed, number = await read_form(request, NoteForm), request.path_params["id"]
    office = await read(request, _office, number)
    try:
        await act_as(request, office, add_note, number, typed.words, typed.client_key or None)
    except Refusal as refusal:
        return await _page(request, refusal, note=typed)
    return go(request, f"/answer-drafts/{number}#notes", done="answers.draft.noted.done")


async def send_approval(request: Request) -> Response:
    """Approve the version that was read."""
    typed, number = await read_form(request, Read), request.path_params["id"]
    office = await read(request, _office, number)
    try:
        await act_as(request, office, approve, number, typed.rev)
    except Refusal as refusal:
        return await _page(request, refusal)
    return go(request, f"/answer-drafts/{number}", done="answers.draft.approved.done")


async def send_discard(request: Request) -> Response:
    """Let go of a draft."""
    number = request.path_params["id"]
    office = await read(request, _office, number)
    await act_as(request, office, discard, number)
    return go(request, f"/offices/{office}", done="answers.draft.discarded.done")


def _office(db: Connection, me: Reader, draft_id: int) -> int:
    return int(draft_for(db, me, draft_id).office.id)


def _said(typed: AnswerForm, fixed: Any, *, correcting: bool) -> Said:
    """What was typed; where only the words may change, the rest is what it was."""
    answer, due = (fixed.state, _iso(fixed.due)) if fixed else (typed.answer, typed.due)
    return prepare_answer(answer, due, typed.markdown, typed.because, correcting=correcting)


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def _new(request: Request, found: Begin, typed: AnswerForm, refusal: Refusal | None = None) -> Response:
    steps = FOLLOWS[found.before.state if found.before and not found.corrected else None]
    shown = {"found": found, "typed": typed, "steps": steps, "idea": found.idea, "fixed": found.fixed, **LIMITS}
    home = idea_address(found.idea.id, found.idea.title)
    return form_page(request, "answers/new.html", refusal, home=home, **shown)


async def _page(
    request: Request, refusal: Refusal | None = None, typed: AnswerForm | None = None, note: NoteForm | None = None
) -> Response:
    found: DraftPage = await read(request, draft_for, request.path_params["id"])
    newest = found.newest
    typed = typed or AnswerForm(newest.answer, _iso(newest.due), newest.markdown, newest.because, rev=found.draft.rev)
    steps = FOLLOWS[found.before.state if found.before and not found.corrected else None]
    shown = {"found": found, "typed": typed, "steps": steps, "fixed": found.fixed, **LIMITS}
    shown |= {"note": note or NoteForm(client_key=uuid4().hex)}
    home = idea_address(found.draft.idea_id, found.draft.title)
    return form_page(request, "answers/draft.html", refusal, home=home, **shown)
