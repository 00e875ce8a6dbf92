"""Behind HTTPS under its own name: one host, one origin, cookies bound to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest

from arena.actors.links import Link, issue
from arena.app import create_app
from arena.settings import Settings
from arena.store import Store
from tests.people import _person

HOME = "https://arena.example"
OWN = {"Origin": HOME}


@asynccontextmanager
async def deployed(database: str, folder: Path) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser in front of an Arena with a public address."""
    app = create_app(Settings(public_url=HOME, database_url=database, data_dir=folder))
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app, client=("192.0.2.1", 1234))
        async with httpx2.AsyncClient(transport=transport, base_url=HOME) as browser:
            yield browser


@pytest.mark.parametrize("host", ["evil.example", "arena.example.evil.example", "arena.example:8443", "localhost"])
async def test_another_name_is_not_answered(database: str, store: Store, tmp_path: Path, host: str) -> None:
    async with deployed(database, tmp_path) as browser:
        assert (await browser.get("/de/", headers={"Host": host})).status_code == 400
        assert (await browser.get("/de/")).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://arena.example", "https://arena.example.evil.example", "https://x.arena.example", "null"]
)
async def test_a_form_from_another_origin_is_refused(database: str, store: Store, tmp_path: Path, origin: str) -> None:
    async with deployed(database, tmp_path) as browser:
        assert (await browser.post("/de/sign-out", headers={"Origin": origin})).status_code == 403
        assert (await browser.post("/de/sign-out", headers=OWN)).status_code in (303, 405)


async def test_the_cookie_is_bound_to_this_host_and_to_https(database: str, store: Store, tmp_path: Path) -> None:
    person = store.write_now(_person, "Mira", "deployed@example.org")[0].person_id
    link = Link("sign-in", "de", email="deployed@example.org", person_id=person)
    path = store.write_now(issue, link)
    async with deployed(database, tmp_path) as browser:
        page = await browser.get(path)
        assert "max-age" in page.headers["strict-transport-security"]
        answer = await browser.post("/de/link", data={"token": path.partition("=")[2]}, headers=OWN)
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-arena=")
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
            assert part.lower() in cookie.lower()
        assert "domain" not in cookie.lower()
        assert (await browser.get("/de/me/settings")).status_code == 200
