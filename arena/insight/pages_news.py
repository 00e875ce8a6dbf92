"""The door to a person's news, to how often they come by mail, and to their end."""

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.ideas.address import idea_address
from arena.insight.entry import said
from arena.insight.news import News, news
from arena.insight.rhythm import choose_rhythm, read_news, stop_mails
from arena.voice import Reader
from arena.web.asking import act, do, know, read
from arena.web.forms import read_form
from arena.web.pages import go, language, render
from arena.words import words_in


class Upto(msgspec.Struct, forbid_unknown_fields=True):
    """The button that marks what was shown as read."""

    upto: int = 0
    call: int = 0
    post: int = 0


class Rhythm(msgspec.Struct, forbid_unknown_fields=True):
    """How often news come by mail."""

    rhythm: str = ""


async def show(request: Request) -> Response:
    """Show what is new in the ideas a person has a part in."""
    found = await read(request, _mine)
    words = words_in(language(request))
    return render(request, "insight/news.html", news=found, say=lambda entry: said(words, entry), address=idea_address)


def _mine(db: Connection, me: Reader) -> News:
    if me is None:
        raise Refusal(401, "errors.sign_in")
    return news(db, me)


async def send_read(request: Request) -> Response:
    """Mark news as read, up to what the page showed."""
    form = await read_form(request, Upto)
    await do(request, lambda tx, me: read_news(tx, me, form.upto, form.call, form.post))
    return go(request, "/me/news", done="insight.news.read.done")


async def send_rhythm(request: Request) -> Response:
    """Choose how often news come by mail."""
    form = await read_form(request, Rhythm)
    await act(request, choose_rhythm, form.rhythm)
    return go(request, "/me/settings", done="insight.rhythm.done")


async def ask_stop(request: Request) -> Response:
    """Ask whether the mails shall end: mail scanners open links, too."""
    await know(request)
    return render(request, "insight/stop.html", key=request.query_params.get("key", ""), stopped=False)


async def send_stop(request: Request) -> Response:
    """End the mails; mail programs do this with one click, without a session."""
    key = request.query_params.get("key", "")
    try:
        await request.app.state.store.write(stop_mails, key)
    except Missing:
        await know(request)
        return render(request, "insight/stop.html", status=404, key="", stopped=False)
    await know(request)
    return render(request, "insight/stop.html", key=key, stopped=True)
