"""Pieces of pages: drawn from what they are given and from nothing else, and drawn again only when that is another.

So nobody can be shown what is another's: whoever gets a kept piece would be drawn the very same.
"""

from collections.abc import Callable, Hashable
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from arena.web.pages import language

Draw = Callable[..., Markup]


def pieces(request: Request, about: Hashable, own: dict[str, Hashable], shared: dict[str, Any]) -> Draw:
    """Draws pieces by the names of their templates, all from the same facts about one thing.

    `shared` is what is so for everybody and `own` what differs between readers: those for whom it is the same share
    a piece, those for whom it differs have theirs beside it.
    """
    lang, kept = language(request), request.app.state.pieces

    def draw(template: str, **more: Hashable) -> Markup:
        key = (template, lang, about, *own.values(), *more.values())
        found: Markup | None = kept.get(key, shared)
        if found is None:
            drawn = request.app.state.pages.environment(lang).get_template(template)
            found = kept.put(key, shared, Markup(drawn.render(shared | own | more)))  # noqa: S704
        return found

    return draw
