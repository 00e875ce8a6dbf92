"""Pages: templates rendered in the reader's language, with an ETag so that nothing travels twice."""

import hashlib
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from arena.settings import Settings
from arena.voice import Me
from arena.web.memory import Shelved
from arena.web.static import Static
from arena.web.templates import environment_in
from arena.words import LANGUAGES
from arena.words.words import local_day

HEAD = "<!--head:SECTION-->"  # where the head of a page goes in that is made for all who are signed in
HERE = f"here-{token_hex(8)}"  # where the address of a page goes in a head; nobody can guess it for their name


class Anybody:
    """A signed-in reader of whom nothing more is known: a page for all asks nothing of them."""


ANYBODY = Anybody()


class Pages:
    """The templates, once for each language, so that words cost nothing to find."""

    def __init__(self, settings: Settings, static: Static) -> None:
        self.heads = Shelved[str](2_000)  # about 6 kB each
        self._environments = {lang: environment_in(lang, settings, static) for lang in LANGUAGES}

    def environment(self, lang: str) -> Environment:
        """The templates as a reader of this language sees them."""
        return self._environments[lang]

    def head(self, scope: Scope, lang: str, me: Me | Anybody | None, section: str) -> Markup:
        """The head of a reader's pages, drawn once for all of them but for the address of this one.

        A page for all gets the place where it goes.
        """
        if me is ANYBODY:
            return Markup(HEAD.replace("SECTION", section))  # noqa: S704
        key = (lang, section, me)
        drawn = self.heads.get(key, None)
        if drawn is None:
            template = self._environments[lang].get_template("parts/_header.html")
            html = template.render(me=me, section=section, alternate=lambda other: f"/{other}/{HERE}")
            drawn = self.heads.put(key, None, html)
        return Markup(drawn.replace(HERE, escape(_here(scope))))  # noqa: S704

    def tell(self, **facts: Any) -> None:
        """Make something known to every template, such as the strategies once they are read."""
        for environment in self._environments.values():
            environment.globals |= facts


def language(request: Request) -> str:
    """The language of this address."""
    return str(request.path_params.get("lang", "de"))


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Render a page for whoever asked; answers 304 where the browser has the same page already."""
    lang, pages = language(request), request.app.state.pages
    env = pages.environment(lang)
    done, now = request.query_params.get("done", ""), datetime.now(UTC)
    context.setdefault("today", local_day(now))  # the day it is in the city
    me = ANYBODY if getattr(request.state, "shared", False) else getattr(request.state, "me", None)
    html = env.get_template(template).render(
        me=me,
        request=request,
        alternate=lambda other: f"/{other}/{_here(request.scope)}",
        site_head=lambda section: pages.head(request.scope, lang, me, section),
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


def _here(scope: Scope) -> str:
    """The address of a page after its language, the same in each of them."""
    rest, query = scope["path"].split("/", 2)[2:], scope["query_string"].decode("latin-1")
    return f"{rest[0] if rest else ''}{'?' if query else ''}{query}"
