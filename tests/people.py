"""The cast: people who use the Arena through its door, each with a browser's cookie and an address of their own."""

from itertools import count
from typing import Any

import httpx2
from sqlalchemy import insert
from starlette.applications import Starlette

from arena.actors.model import Actor, Membership, Person
from arena.actors.session import open_session
from arena.settings import Settings
from arena.store import Store, Tx
from arena.voice import Voice
from arena.web.asking import cookie_name

_numbers = count(1)
Answer = httpx2.Response


class Someone:
    """A person, or a visitor without an account, in front of a browser."""

    def __init__(self, arena: "Arena", voice: Voice | None, token: str | None) -> None:
        self.voice = voice
        self.token = token
        self.address = f"10.{(n := next(_numbers)) >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
        self.http = httpx2.AsyncClient(
            base_url=arena.settings.address.replace("localhost", "127.0.0.1"),
            cookies={cookie_name(arena.settings): token} if token else {},
            headers={"X-Forwarded-For": self.address, "Sec-Fetch-Site": "same-origin", "Accept": "text/html"},
            follow_redirects=False,
            timeout=30,
            verify=False,  # plain HTTP here; loading certificates took 60 ms for each person
        )

    @property
    def id(self) -> int:
        """The person's number."""
        assert self.voice
        return self.voice.person_id

    async def get(self, path: str, **kwargs: Any) -> Answer:
        """Open a page."""
        return await self.http.get(path, **kwargs)

    async def follow(self, path: str) -> Answer:
        """Open a page wherever its address leads."""
        return await self.http.get(path, follow_redirects=True)

    async def post(self, path: str, form: dict[str, Any] | None = None, **kwargs: Any) -> Answer:
        """Send a form."""
        return await self.http.post(path, data=form or {}, **kwargs)


class Arena:
    """A running Arena and the people in it."""

    def __init__(self, settings: Settings, store: Store, app: Starlette | None) -> None:
        self.settings = settings
        self.app = app
        self.store = store
        self._people: list[Someone] = []

    def seat(self, voice: Voice, token: str) -> Someone:
        """Somebody who has signed in already."""
        return self._remember(Someone(self, voice, token))

    def visitor(self) -> Someone:
        """Somebody without an account."""
        return self._remember(Someone(self, None, None))

    def person(self, name: str = "", *, email: str | None = None) -> Someone:
        """A newly signed-in resident."""
        name = name or f"Mira {next(_numbers)}"
        voice, token = self.store.write_now(_person, name, email or f"p{next(_numbers)}@example.org")
        return self._remember(Someone(self, voice, token))

    def member(self, sector: str, name: str = "", *, steward: bool = True) -> tuple[Someone, int]:
        """A signed-in person with a mandate in a new organisation of a sector; also the organisation's number."""
        someone = self.person()
        organisation = self.store.write_now(
            _organisation, someone.id, sector, name or f"{sector.title()} {next(_numbers)}", steward
        )
        return someone, organisation

    def _remember(self, someone: Someone) -> Someone:
        self._people.append(someone)
        return someone

    async def close(self) -> None:
        """Close every browser."""
        for someone in self._people:
            await someone.http.aclose()


def _person(tx: Tx, name: str, email: str) -> tuple[Voice, str]:
    row = {"kind": "person", "name": name, "sector": "resident", "created_at": tx.now}
    number = tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one()
    tx.db.execute(insert(Person).values(actor_id=number, email=email, language="de", confirmed_at=tx.now))
    return Voice(number, number, name, name, "resident"), open_session(tx, number)


def _organisation(tx: Tx, person: int, sector: str, name: str, steward: bool) -> int:
    row = {"kind": "organisation", "name": name, "sector": sector, "created_at": tx.now}
    number = tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one()
    mandate = {"mandate": "Sprecherin", "steward": steward, "state": "active", "since": tx.now}
    tx.db.execute(insert(Membership).values(organisation_id=number, person_id=person, **mandate))
    return number
