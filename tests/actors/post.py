"""The mailbox of the cast: what the Arena wrote to somebody, and the link in it."""

import asyncio
import re
from itertools import count

from arena.jobs.mailbox import LINK, Letter, letters
from arena.jobs.post import FOLDER
from tests.people import Answer, Arena, Someone

GOOD = "Lastenrad im Regen"
_numbers = count(1)


def new_address() -> str:
    """An address nobody had before."""
    return f"neu{next(_numbers)}@example.org"


async def mails_to(arena: Arena, address: str, n: int = 1) -> list[Letter]:
    """The mails to an address, newest first, as soon as there are `n`."""
    for _ in range(200):
        found = [letter for letter in letters(arena.settings.data_dir / FOLDER) if letter.to == address]
        if len(found) >= n:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"no {n} mails to {address}")


async def link_to(arena: Arena, address: str, n: int = 1) -> str:
    """The path of the link in the newest mail to an address."""
    text = "".join(piece for piece, _ in (await mails_to(arena, address, n))[0].pieces)
    found = LINK.search(text)
    assert found
    return found[1].removeprefix(arena.settings.address)


def token_in(path: str) -> str:
    """The token of a link."""
    return path.split("token=")[1]


async def sign_up(arena: Arena, who: Someone, address: str, *, name: str = "Ayşe Kaya", password: str = "") -> Answer:
    """Ask for an account."""
    return await who.post("/de/sign-up", {"name": name, "email": address, "password": password, "next": "/"})


async def newcomer(arena: Arena, *, password: str = "", name: str = "Ayşe Kaya") -> tuple[Someone, str]:
    """Somebody who has just signed up through the door, signed in, and their address."""
    who, address = arena.visitor(), new_address()
    assert (await sign_up(arena, who, address, name=name, password=password)).status_code == 303
    path = await link_to(arena, address)
    answer = await who.post("/de/link", {"token": token_in(path), "password": password})
    assert answer.status_code == 303, answer.text
    return who, address


def number_in(answer: Answer) -> int:
    """The number of the thing an answer leads to."""
    found = re.search(r"/(\d+)", answer.headers["location"])
    assert found
    return int(found[1])
