"""Pieces of a thread's page: its context, and its items as they were drawn once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from markupsafe import Markup
from starlette.requests import Request

from arena.threads.item import Item
from arena.threads.live import csrf_of
from arena.threads.show import Timeline
from arena.threads.view import BLANK, live_words
from arena.threads.window import Gap
from arena.web.asking import token_of
from arena.web.pages import language


def thread_context(request: Request, thread: Timeline, back: str, replying: Item | None = None) -> dict[str, Any]:
    """The context of `threads/_thread.html`; `back` is the path of the page it stands on."""
    return {
        "thread": thread,
        "back": back,
        "csrf": csrf_of(token_of(request)),
        "replying": replying,
        "piece": pieces_for(request, thread, back),
        "patterns": patterns_piece(request, back),
        "client_key": uuid4().hex,
    }


def patterns_piece(request: Request, back: str) -> Markup:
    """What the scripts of a thread's page copy; drawn once for all who may speak there, and once for all visitors."""
    me, lang, kept = request.state.me, language(request), request.app.state.items
    key = ("patterns", lang, back, me is not None)
    found: Markup | None = kept.get(key, None)
    if found is None:
        template = request.app.state.pages.environment(lang).get_template("threads/_patterns.html")
        drawn = template.render(me=me, back=back, blank=BLANK, blank_gap=Gap(1, 0, None, None), live_words=live_words)
        found = kept.put(key, None, Markup(drawn))  # noqa: S704
    return found


def pieces_for(request: Request, thread: Timeline, back: str) -> Callable[[Item], Markup]:
    """Draws the items of a window for whoever asked."""
    top = thread.top
    return lambda item: item_piece(request, item, thread.mine.get(item.id, set()), back, top.office, top.carries)


def item_piece(
    request: Request, item: Item, mine: set[str], back: str, office: bool = False, carries: bool = False
) -> Markup:
    """An item drawn for this reader; the same drawing serves everybody who sees the same."""
    me, lang, kept = request.state.me, language(request), request.app.state.items
    own = me is not None and item.person is not None and item.person.id == me.person_id
    office = office or (me is not None and item.reply is not None and item.reply.asker == me.person_id)
    key = (item.id, lang, back, me is not None, own, office, carries, *sorted(mine))
    mark = (
        item.rev,
        item.person and item.person.name,
        item.actor and item.actor.name,
        item.question,
        item.mark,
        item.poll,
    )
    found: Markup | None = kept.get(key, mark)
    if found is None:
        drawn = request.app.state.pages.environment(lang).get_template("threads/_items.html").module
        found = kept.put(key, mark, drawn.item(item, {item.id: mine}, me, back, office, carries))
    return found
