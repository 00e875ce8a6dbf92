"""The door to the start page and the public texts."""

from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing
from arena.web.asking import know
from arena.web.pages import language, render
from arena.words.texts import page_html, text

TEXTS = ("take-part", "accessibility", "privacy", "imprint", "rules", "sources")


async def start(request: Request) -> Response:
    """Show the start page."""
    await know(request)
    return _text(request, "start", "front/start.html")


async def public_text(request: Request) -> Response:
    """Show one of the public texts."""
    await know(request)
    name = request.path_params["name"]
    if name not in TEXTS:
        raise Missing
    return _text(request, name, "front/text.html")


def _text(request: Request, name: str, template: str) -> Response:
    settings = request.app.state.settings
    found = text(name, language(request), settings.texts)
    facts = {name: getattr(settings, name) for name in ("operator_name", "operator_address", "operator_email")}
    body = page_html(found, facts | {"lang": language(request)})
    return render(request, template, title=found.title, body=body, spoken=found.lang)
