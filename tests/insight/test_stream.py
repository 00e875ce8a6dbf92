"""The journal, live: numbers of new entries after the commit, to those whose choice shows them, across processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from arena.actors.session import close_session
from arena.live import caps
from arena.store import Store
from tests.ideas.posted import post
from tests.insight.told import entered
from tests.people import Arena, Someone
from tests.threads.streaming import Stream


@asynccontextmanager
async def listening(someone: Someone, address: str, **headers: str) -> AsyncIterator[Stream]:
    """A stream of the journal, once it has its seat."""
    told = {"Accept": "text/event-stream"} | headers
    async with someone.http.stream("GET", address, headers=told) as answer:
        stream = Journal(answer)
        if answer.status_code == 200:
            await stream.until(t="welcome")
        yield stream


class Journal(Stream):
    """A stream of numbers; `ids` are those heard so far."""

    def __init__(self, answer: Any) -> None:
        super().__init__(answer)
        self.ids: list[int] = []
        self.frames = self._numbers()

    async def _numbers(self) -> AsyncIterator[dict[str, Any]]:
        async for frame in self._frames():
            self.ids += frame.get("ids", [])
            yield frame

    async def hears(self, entry: int) -> None:
        """Read until an entry was told."""
        while entry not in self.ids:
            await self.until(t="sync")


async def test_readers_hear_what_their_choice_shows_and_nothing_else(arena: Arena, store: Store) -> None:
    author, other = arena.person(), arena.person()
    mine, theirs = await post(author, **{"fields[]": ["open-it"]}), await post(other)
    visitor, write = arena.visitor(), arena.app.state.store.write
    newest = await write(entered, mine, author.voice, "ideas.ask", need="eins")
    async with (
        listening(visitor, f"/journal/stream?after={newest}") as city,
        listening(visitor, f"/ideas/{mine}/journal/stream?after={newest}") as idea,
        listening(visitor, f"/journal/stream?after={newest}&field=open-it&kind=ideas") as field,
        listening(visitor, f"/journal/stream?after={newest}&who={other.id}&district=mitte") as person,
    ):
        first = await write(entered, theirs, other.voice, "ideas.ask", need="zwei")
        second = await write(entered, mine, author.voice, "ideas.ask", need="drei")
        last = await write(entered, theirs, other.voice, "ideas.ask", need="vier")
        for stream, wanted in ((city, last), (idea, second), (field, second), (person, last)):
            await stream.hears(wanted)
        assert city.ids == [first, second, last]
        assert idea.ids == field.ids == [second]
        assert person.ids == [first, last]
        assert city.last_id == str(last)
    async with listening(visitor, f"/ideas/{mine}/journal/stream", **{"Last-Event-ID": str(newest)}) as again:
        await again.hears(second)
        assert again.ids == [second]


async def test_it_hears_nothing_before_the_commit_and_nothing_of_what_was_refused(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    write = arena.app.state.store.write

    def refused(tx: Any) -> None:
        entered(tx, idea_id, author.voice, "ideas.ask", need="nie")
        raise ValueError("refused")

    newest = await write(entered, idea_id, author.voice, "ideas.ask", need="eins")
    async with listening(arena.visitor(), f"/ideas/{idea_id}/journal/stream?after={newest}") as stream:
        with pytest.raises(ValueError, match="refused"):
            await write(refused)
        there = await write(entered, idea_id, author.voice, "ideas.ask", need="zwei")
        await stream.hears(there)
        assert stream.ids == [there]


async def test_what_another_process_stored_is_heard_as_well(arena: Arena, store: Store) -> None:
    """`store` is not the server's: its hints reach nobody here, as those of another process that got lost."""
    author = arena.person()
    idea_id = await post(author)
    newest = await store.write(entered, idea_id, author.voice, "ideas.ask", need="eins")
    async with listening(arena.visitor(), f"/ideas/{idea_id}/journal/stream?after={newest}") as stream:
        there = await store.write(entered, idea_id, author.voice, "ideas.ask", need="zwei")
        await stream.hears(there)


async def test_the_rules_of_other_streams_hold_here(
    arena: Arena, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = arena.person()
    far = await someone.get("/journal/stream", headers={"Sec-Fetch-Site": "cross-site"})
    assert far.status_code == 403
    assert (await someone.get("/journal/stream?after=x")).status_code == 400
    assert (await someone.get(f"/ideas/{2**40}/journal/stream")).status_code == 404
    async with listening(someone, "/journal/stream?after=999999999") as stream:
        await arena.app.state.store.write(close_session, someone.token or "")
        assert (await stream.until(t="bye"))["why"] == "signed_out"
    monkeypatch.setattr(caps, "PER_ADDRESS", 0)
    full = await arena.visitor().get("/journal/stream")
    assert (full.status_code, full.headers["retry-after"]) == (503, "30")
