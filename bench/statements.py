"""How many statements a page asks, counted at the database of an app in this process."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from arena.app import create_app
from arena.settings import Settings


async def count_statements(url: str, path: str, token: str) -> int:
    """The statements of the second time a page is asked for."""
    settings = Settings(database_url=url, data_dir=Path(url.removeprefix("sqlite:///")).parent)
    app = create_app(settings)
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    async with app.router.lifespan_context(app):
        path = await _get(app, path, token) or path
        await _get(app, path, token)
        event.listen(Engine, "before_cursor_execute", note)
        await _get(app, path, token)
        event.remove(Engine, "before_cursor_execute", note)
    return len(asked)


async def _get(app: Any, path: str, token: str) -> str:
    route, _, query = path.partition("?")
    sent = [(b"host", b"localhost:8000"), (b"accept", b"text/html"), (b"cookie", f"arena={token}".encode())]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": route,
        "raw_path": route.encode(),
        "query_string": query.encode(),
        "headers": sent,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers: dict[bytes, bytes] = {}

    async def send(message: Any) -> None:
        headers.update(dict(message.get("headers", [])))

    await app(scope, receive, send)
    return headers.get(b"location", b"").decode()
