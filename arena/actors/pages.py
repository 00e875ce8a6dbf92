"""The door to one's own profile and to the list of organisations."""

from urllib.parse import urlencode

import msgspec
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from arena.actors.model import SECTORS
from arena.actors.queries import PAGE, organisations
from arena.web.asking import must_sign_in, read
from arena.web.forms import fill
from arena.web.pages import go, render


class Search(msgspec.Struct):
    """What the list is narrowed by; unknown parts of an address are ignored."""

    sector: str = ""
    q: str = ""
    after: str = ""

    def address(self, **change: object) -> str:
        """The list's address with something changed."""
        told = msgspec.structs.asdict(self) | {"after": ""} | change
        query = urlencode({name: value for name, value in told.items() if value})
        return f"/organisations?{query}" if query else "/organisations"


async def mine(request: Request) -> Response:
    """Lead on to one's own profile."""
    return go(request, f"/actors/{(await must_sign_in(request)).person_id}")


async def list_organisations(request: Request) -> Response:
    """Show organisations by name."""
    search = fill(FormData(request.query_params), Search)
    after = int(search.after) if search.after.isascii() and search.after.isdigit() and len(search.after) < 16 else 0
    rows = await read(request, organisations, search.sector, search.q[:80], after)
    older = search.address(after=rows[PAGE - 1].id) if len(rows) > PAGE else None
    return render(request, "actors/organisations.html", rows=rows[:PAGE], older=older, search=search, sectors=SECTORS)
