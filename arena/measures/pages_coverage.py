"""The door to the whole picture: fields of action and values, what exists, what runs, and where nothing happens."""

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.ideas.pages_pieces import piece
from arena.measures.coverage import coverage
from arena.voice import Reader
from arena.web.asking import read
from arena.web.pages import language, render
from arena.web.shared import kept_for_all


@kept_for_all
async def show(request: Request) -> Response:
    """Show the matrix; between two changes of any idea it is made once."""
    state, lang = request.app.state, language(request)
    asked = request.query_params.get("value", "")
    shown = asked if any(value.key == asked for value in state.strategies.current.values) else ""
    key = ("coverage", lang, shown)

    def look(db: Connection, _: Reader) -> int:
        state.shelf.refresh(db)
        return int(state.shelf.version)

    mark = await read(request, look)
    found: Markup | None = state.lists.get(key, mark)
    if found is None:
        matrix = coverage(state.shelf, state.strategies.current)
        found = state.lists.put(key, mark, piece(request, "measures/_coverage.html", matrix=matrix, shown=shown))
    return render(request, "measures/coverage.html", matrix=found)
