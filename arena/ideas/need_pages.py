"""The door to needs: those who carry an idea add, close and reopen what it needs."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Refusal
from arena.ideas.ask import ask_for
from arena.ideas.needs import close_need, reopen_need
from arena.ideas.queries import idea_for
from arena.ideas.rules import carriers, carries
from arena.ideas.team import needs_of
from arena.ideas.text import NeedText
from arena.store import Tx
from arena.voice import Reader, Voice
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form, typed_as
from arena.web.pages import go, language
from arena.words.typed import day_typed, number_typed


class NeedForm(msgspec.Struct, forbid_unknown_fields=True):
    """A need as it was typed."""

    speak_as: int | None = None
    kind: str = ""
    what: str = ""
    amount: str = ""
    unit: str = ""
    until: str = ""


class WordForm(msgspec.Struct, forbid_unknown_fields=True):
    """A need closed or opened again, with a word."""

    speak_as: int | None = None
    sentence: str = ""


async def needs(request: Request) -> Response:
    """All needs of an idea, for those who carry it."""
    return await _page(request, request.path_params["id"], NeedForm())


async def ask(request: Request) -> Response:
    """Add a need to a published idea."""
    idea_id, typed = request.path_params["id"], await read_form(request, NeedForm)
    try:
        await act_as(request, typed.speak_as, ask_for, idea_id, _need_of(typed, language(request)))
    except Refusal as refusal:
        return await _page(request, idea_id, typed, refusal)
    return go(request, f"/ideas/{idea_id}/needs", done="ideas_team.needs.ask.done")


async def close(request: Request) -> Response:
    """Close a need."""
    return await _set(request, close_need, "ideas_team.needs.close_need.done")


async def reopen(request: Request) -> Response:
    """Open a need again."""
    return await _set(request, reopen_need, "ideas_team.needs.reopen_need.done")


async def _set(request: Request, verb: Callable[[Tx, Voice, int, str], int], done: str) -> Response:
    typed = await read_form(request, WordForm)
    idea_id = await act_as(request, typed.speak_as, verb, request.path_params["id"], typed.sentence)
    return go(request, f"/ideas/{idea_id}/needs", done=done)


def _need_of(typed: NeedForm, lang: str) -> NeedText:
    faults = Faults()
    amount = typed_as(faults, "amount", typed.amount, lambda text: number_typed(text, lang), "ideas.faults.amount")
    until = typed_as(faults, "until", typed.until, day_typed, "ideas_team.faults.day")
    faults.refuse()
    return NeedText(typed.kind, typed.what, amount, typed.unit, until)


async def _page(request: Request, idea_id: int, typed: NeedForm, refusal: Refusal | None = None) -> Response:
    found = await read(request, _what_carriers_see, idea_id)
    return form_page(request, "ideas/needs.html", refusal, typed=typed, **found)


def _what_carriers_see(db: Connection, me: Reader, idea_id: int) -> dict[str, Any]:
    idea = idea_for(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    carrying = carriers(db, idea_id)
    if not carries(me, carrying):
        raise Refusal(403, "errors.not_yours")
    voices = [voice for voice in me.voices if voice.actor_id in carrying]
    return {"idea": idea, "needs": needs_of(db, idea_id), "voices": voices}
