"""Pieces of a thread's page: its context, and its items as they were drawn once."""

from collections.abc import Callable, Hashable
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
    """Draws the items of a window for whoever asked; the same drawing serves everybody who sees the same."""
    me, lang, kept, top = request.state.me, language(request), request.app.state.items, thread.top
    person, nothing = me.person_id if me else None, set[str]()

    def draw(item: Item) -> Markup:
        mine = thread.mine.get(item.id, nothing)
        own = person is not None and item.person is not None and item.person.id == person
        office = top.office or (person is not None and item.reply is not None and item.reply.asker == person)
        key = (item.id, lang, back, me is not None, own, office, top.carries, thread.locked, *sorted(mine))
        found: Markup | None = kept.get(key, mark := _mark(item))
        if found is None:
            drawn = request.app.state.pages.environment(lang).get_template("threads/_items.html").module
            found = kept.put(key, mark, drawn.item(item, {item.id: mine}, me, back, office, top.carries, thread.locked))
        return found

    return draw


def _mark(item: Item) -> Hashable:
    """What may change on an item: its own revision, and what is known around it."""
    names = (item.person and item.person.name, item.actor and item.actor.name)
    return (item.rev, *names, item.question, item.mark, item.poll)
