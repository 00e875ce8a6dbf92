"""Ideas posted through the door, as a browser would."""

from html import unescape
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, select

from arena.ideas.model import Idea
from tests.people import Answer, Someone

_numbers = count(1)
# What Decidim's advisories and every scanner try in a title, a name or a diff.
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}\u202e"
HOSTILE_SEEN = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


def form(**changes: Any) -> dict[str, Any]:
    """A form that can be published, with some fields changed; None leaves a field out."""
    filled: dict[str, Any] = {
        "act": "publish",
        "client_key": uuid4().hex,
        "kind": "idea",
        "title": f"Ein Brunnenatlas {next(_numbers)}",
        "summary": "Wo läuft Wasser, wo nicht? Alle tragen es ein.",
        "markdown": "Jeder Brunnen bekommt **einen Punkt** auf der Karte.",
        "language": "de",
        "scope": "city",
        "fields[]": ["natural-resources", "data-use"],
        "criteria[]": ["resources"],
        "why.resources": "Leitungswasser spart Flaschen.",
        "districts[]": ["mitte"],
        "needs.0.kind": "data",
        "needs.0.what": "Standorte der Brunnen",
    }
    return {name: value for name, value in (filled | changes).items() if value is not None}


async def post(someone: Someone, lang: str = "de", **changes: Any) -> int:
    """Publish an idea; returns its number."""
    answer = await someone.post(f"/{lang}/ideas/new", form(**changes))
    assert answer.status_code == 303, answer.text
    return number_of(answer)


async def draft(someone: Someone, **changes: Any) -> int:
    """Save a draft; returns its number."""
    answer = await someone.post("/de/ideas/new", form(act="draft", **changes))
    assert answer.status_code == 303, answer.text
    return number_of(answer)


def number_of(answer: Answer) -> int:
    """The idea an answer leads to."""
    rest = answer.headers["location"].split("/ideas/")[1]
    return int(rest.split("?")[0].split("-")[0].split("/")[0])


async def page_of(someone: Someone, idea_id: int, lang: str = "de", query: str = "") -> Answer:
    """An idea's page at its own address."""
    answer = await someone.get(f"/{lang}/ideas/{idea_id}{query}")
    return await someone.get(answer.headers["location"]) if answer.status_code == 301 else answer


def seen(answer: Answer) -> str:
    """A page's source with its entities read, for looking up words."""
    return unescape(answer.text)


def row_of(db: Connection, idea_id: int) -> Row[Any] | None:
    """An idea as it is stored."""
    return db.execute(select(Idea.__table__).where(Idea.id == idea_id)).first()
