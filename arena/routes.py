"""Every address of the Arena, one line each."""

from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from arena.front import pages as front
from arena.ideas import pages_list as idea_list
from arena.settings import Settings
from arena.threads import api, socket
from arena.threads import pages as threads
from arena.web import health, start
from arena.web.static import Static
from arena.words import LANGUAGES


class LanguageConvertor(Convertor[str]):
    """Matches the languages the Arena speaks."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Keep the language's short name."""
        return value

    def to_string(self, value: str) -> str:
        """Keep the language's short name."""
        return value


register_url_convertor("lang", LanguageConvertor())


def routes(static: Static, settings: Settings) -> list[BaseRoute]:  # noqa: ARG001
    """All routes; what stands under `PAGES` exists in every language."""
    return [
        Route("/", start.choose_language),
        Route("/health/live", health.live),
        Route("/health/ready", health.ready),
        WebSocketRoute("/live", socket.live),
        Route("/threads/{id:int}/ops", api.ops, methods=["POST"]),
        Route("/threads/{id:int}/events", api.events),
        Mount("/static", static, name="static"),
        Mount("/{lang:lang}", routes=PAGES),
    ]


PAGES: list[BaseRoute] = [
    Route("/", front.start),
    Route("/pages/{name}", front.public_text),
    Route("/ideas", idea_list.ideas),
    Route("/threads/{id:int}", threads.show),
    Route("/threads/{id:int}/posts", threads.speak, methods=["POST"]),
    Route("/posts/{id:int}", threads.permalink),
    Route("/posts/{id:int}/edit", threads.edit, methods=["GET", "POST"]),
    Route("/posts/{id:int}/history", threads.history),
    Route("/posts/{id:int}/react", threads.answer, methods=["POST"]),
    Route("/posts/{id:int}/retract", threads.take_back, methods=["POST"]),
]
