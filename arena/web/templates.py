"""The templates of one language, and what all of them know."""

import re
from collections.abc import MutableMapping
from datetime import UTC
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from arena.paths import shipped
from arena.settings import Settings
from arena.web.static import Static
from arena.words import words_in

OWN = re.compile(r'href="/(?=actors/|ideas\?)')  # the Arena's own links in what people said


class _Templates(Environment):
    """Templates that know the same facts everywhere, as one plain mapping.

    Jinja would put a chain of mappings before it for each template; looking through that was a sixth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The facts of a template: its own as well where it has any."""
        return super().make_globals(d) if d else self.globals


def environment_in(lang: str, settings: Settings, static: Static) -> Environment:
    """The templates with the words of a language."""
    words = words_in(lang)
    env = _Templates(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.demo,
    )
    env.globals |= {
        "t": words.t,
        "has_words": words.has,
        "lang": lang,
        "html_lang": words.html_lang,
        "asset": static.address,
        "path": lambda to="/": f"/{lang}{to}",
        "release": static.release,
        # A part of every page that says the same on each, drawn once.
        "once": cache(lambda template: Markup(env.get_template(template).render())),  # noqa: S704
        "settings": settings,
    }
    env.filters |= {
        "date": words.date,
        "moment": words.moment,
        "ago": words.ago,
        "number": words.number,
        "list": words.list,
        "linked": lambda html: Markup(OWN.sub(f'href="/{lang}/', html)),  # noqa: S704
        "iso": lambda moment: moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    return env
