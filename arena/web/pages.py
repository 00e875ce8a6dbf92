"""Pages: templates rendered in the reader's language, with an ETag so that nothing travels twice."""

import hashlib
import re
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from arena.paths import shipped
from arena.settings import Settings
from arena.voice import Me
from arena.web.static import Static
from arena.words import LANGUAGES, words_in
from arena.words.words import local_day

HEAD = "<!--head:SECTION-->"  # where the head of a page goes in that is made for all who are signed in
OWN = re.compile(r'href="/(?=actors/|ideas\?)')  # the Arena's own links in what people said


class Anybody:
    """A signed-in reader of whom nothing more is known: a page for all asks nothing of them."""


ANYBODY = Anybody()


class Pages:
    """The templates, once for each language, so that words cost nothing to find."""

    def __init__(self, settings: Settings, static: Static) -> None:
        self._environments = {lang: _environment(lang, settings, static) for lang in LANGUAGES}

    def environment(self, lang: str) -> Environment:
        """The templates as a reader of this language sees them."""
        return self._environments[lang]

    def head(self, scope: Scope, me: Me | None, section: str) -> str:
        """The head of a page by itself, for a page that is kept without it."""
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        template = self._environments[path.split("/")[1]].get_template("parts/_header.html")
        return template.render(me=me, section=section, alternate=lambda other: _alternate(path, query, other))

    def tell(self, **facts: Any) -> None:
        """Make something known to every template, such as the strategies once they are read."""
        for environment in self._environments.values():
            environment.globals |= facts


class _Templates(Environment):
    """Templates that know the same facts everywhere, as one plain mapping.

    Jinja would put a chain of mappings before it for each template; looking through that was a sixth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The facts of a template: its own as well where it has any."""
        return super().make_globals(d) if d else self.globals


def _environment(lang: str, settings: Settings, static: Static) -> Environment:
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


def language(request: Request) -> str:
    """The language of this address."""
    return str(request.path_params.get("lang", "de"))


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Render a page for whoever asked; answers 304 where the browser has the same page already."""
    lang = language(request)
    env = request.app.state.pages.environment(lang)
    done, now = request.query_params.get("done", ""), datetime.now(UTC)
    context.setdefault("today", local_day(now))  # the day it is in the city
    shared = getattr(request.state, "shared", False)
    me = ANYBODY if shared else getattr(request.state, "me", None)
    html = env.get_template(template).render(
        me=me,
        request=request,
        alternate=lambda other: _alternate(request.url.path, request.url.query, other),
        head_mark=HEAD if shared else None,
        flash=env.globals["t"](done) if done.endswith(".done") and env.globals["has_words"](done) else None,
        now=now,
        **context,
    )
    return page(request, html, status=status)


def page(request: Request, html: str, *, status: int = 200) -> Response:
    """A page that is drawn already, in the language of its address."""
    answer = etagged(request, html.encode(), "text/html; charset=utf-8", status=status)
    answer.headers["Content-Language"] = request.app.state.pages.environment(language(request)).globals["html_lang"]
    return answer


def etagged(request: Request, body: bytes, kind: str, *, status: int = 200) -> Response:
    """An answer with an ETag, or 304 where the reader has it already; what a signed-in person sees is theirs alone."""
    headers = {
        "ETag": f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
        "Cache-Control": "private, no-cache" if getattr(request.state, "me", None) else "no-cache",
        "Vary": "Cookie",
    }
    if status == 200 and headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, kind)


def go(request: Request, to: str, *, done: str = "", **query: str) -> Response:
    """Send the reader on after an act (303), with a word on what was done (a message key ending in `.done`)."""
    facts = query | ({"done": done} if done else {})
    address, _, anchor = to.partition("#")
    mark = "&" if "?" in address else "?"
    url = (
        f"/{language(request)}{address}" + (mark + urlencode(facts) if facts else "") + (f"#{anchor}" if anchor else "")
    )
    return RedirectResponse(url, 303)


def _alternate(path: str, query: str, other: str) -> str:
    rest = path.split("/", 2)[2:]
    return f"/{other}/{rest[0] if rest else ''}{'?' if query else ''}{query}"
