"""Support reaches open pages as a word that something changed, never what, and seldom however many press the button."""

import asyncio
import json
from collections.abc import Callable

from arena.live.beside import Beside
from arena.live.feed import Feed
from arena.live.hub import Hub
from arena.live.seat import Place, Seat
from arena.live.wire import Wire
from arena.store import Store
from tests.ideas.posted import post, row_of
from tests.people import Arena
from tests.talk import Talk


async def test_whoever_reads_hears_that_the_number_changed_and_nobody_elsewhere(arena: Arena, store: Store) -> None:
    author, fan = arena.person(), arena.person()
    idea_id, other = await post(author), await post(author)
    here, there = await store.read(row_of, idea_id), await store.read(row_of, other)
    assert here
    assert there
    async with Talk(arena, arena.visitor()) as reader, Talk(arena, arena.person()) as elsewhere:
        await reader.follow(here.thread_id)
        await elsewhere.follow(there.thread_id)
        await reader.until(t="eph")  # now they sit there
        await elsewhere.until(t="eph")
        assert (await fan.post(f"/de/ideas/{idea_id}/support", {"on": "true"})).status_code == 303
        word = await reader.until(t="beside")
        assert word.keys() == {"t", "th", "n"}
        assert word["th"] == here.thread_id
        boxes = await arena.visitor().get(f"/de/ideas/{idea_id}/boxes?after=0&n={word['n']}")
        assert "· 1" in boxes.text
        assert not [frame for frame in elsewhere.frames if frame["t"] == "beside"]


async def test_many_at_once_are_one_word_and_one_more(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())
    idea = await store.read(row_of, idea_id)
    assert idea
    async with Talk(arena, arena.visitor()) as reader:
        await reader.follow(idea.thread_id)
        await reader.until(t="eph")
        fans = [arena.person() for _ in range(12)]
        await asyncio.gather(*(fan.post(f"/de/ideas/{idea_id}/support", {"on": "true"}) for fan in fans))
        last = ""
        while "· 12" not in last:  # the last word comes after the last of them
            word = await reader.until(t="beside")
            reader.frames.clear()
            last = (await arena.visitor().get(f"/de/ideas/{idea_id}/boxes?after=0&n={word['n']}")).text


async def test_a_thousand_hints_are_two_words_and_who_is_under_pressure_misses_them() -> None:
    hub = Hub(_none, _none, _none)  # type: ignore[arg-type]
    beside = Beside(hub, rest=0.01)
    feed = hub.feeds[7] = Feed(thread=7, pos=0)
    papers = [Paper(calm=True), Paper(calm=False)]
    for paper in papers:
        place = Place(Seat(paper, person_id=None, login=None, close=_none), 0)
        feed.places.add(place)
        feed.catch_up(place)
    for _ in range(1000):
        hub.hear([("beside", 7), ("beside", 8)])
    while hub.tasks.running:
        await asyncio.sleep(0.005)
    assert [len(paper.heard) for paper in papers] == [2, 0]
    assert all(json.loads(word)["th"] == 7 for word in papers[0].heard)
    hub.hear([("beside", 7)])  # and after the rest at once again
    assert len(papers[0].heard) == 3
    assert beside


async def _none(*_: object) -> None:
    """Nothing, whatever is asked."""


class Paper(Wire):
    """A wire that keeps what was written."""

    drained: Callable[[], None] | None = None

    def __init__(self, *, calm: bool) -> None:
        self.calm, self.heard = calm, list[bytes]()

    def write(self, payload: bytes, framed: bytes) -> None:
        """Keep it."""
        self.heard.append(payload)

    def has_room(self) -> bool:
        """Always."""
        return True

    def is_calm(self) -> bool:
        """As the test says."""
        return self.calm

    def abort(self) -> None:
        """There is nothing to let go of."""
