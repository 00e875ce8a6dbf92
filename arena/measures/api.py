"""The door for programs: all measures as JSON and as CSV, page by page."""

from typing import Annotated

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.measures.export import MeasureData, measures, table
from arena.voice import Reader
from arena.web.asking import read
from arena.web.forms import fill
from arena.web.pages import etagged


class After(msgspec.Struct):
    """After which measure a page begins."""

    after: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0


async def as_json(request: Request) -> Response:
    """All measures with their figures; `next` is the address of the following page, if there is one."""
    found, after = await _page(request)
    body = {"measures": found, "next": _next(request, after)}
    return etagged(request, msgspec.json.encode(body), "application/json")


async def as_csv(request: Request) -> Response:
    """The same as a table; the following page is named in the header `Link`."""
    found, after = await _page(request)
    # The mark at the beginning tells spreadsheets that letters are UTF-8.
    answer = etagged(request, ("\ufeff" + table(found)).encode(), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="measures.csv"'
    if after is not None:
        answer.headers["Link"] = f'<{_next(request, after)}>; rel="next"'
    return answer


async def _page(request: Request) -> tuple[list[MeasureData], int | None]:
    state, start = request.app.state, fill(request.query_params, After)

    def look(db: Connection, _: Reader) -> tuple[list[MeasureData], int | None]:
        return measures(db, state.shelf, state.settings.address, start.after)

    return await read(request, look)


def _next(request: Request, after: int | None) -> str | None:
    return None if after is None else f"{request.app.state.settings.address}{request.url.path}?after={after}"
