"""Heads: a reader is asked for no more often than something is stored, and never known longer than they should be."""

import re
from html import unescape
from unittest.mock import patch

import time_machine

from arena.store import Store
from arena.voice import Me, Reader, Voice
from arena.web import heads
from arena.web.heads import Heads
from arena.web.memory import Pulse
from arena.web.pages import HERE
from tests.people import Arena

OWN = Voice(1, 1, "Mira", "Mira", "resident")


class Counting(Pulse):
    """A pulse that beats when it is told to."""

    def __init__(self) -> None:
        self.now: int | None = 1

    def beat(self) -> int | None:
        return self.now


class Asked:
    """Counts how often anybody was asked for, with and without their numbers."""

    def __init__(self, pulse: Pulse) -> None:
        self.who, self.counted, self.news, self.there = 0, 0, 0, True
        self.heads = Heads(pulse, self._who, self._counted)

    def _who(self, *_: object) -> Reader:
        self.who += 1
        return Me(1, "Mira", "de", (OWN,), 1, "login") if self.there else None

    def _counted(self, *_: object) -> Reader:
        self.counted += 1
        return Me(1, "Mira", "de", (OWN,), 1, "login", news=self.news) if self.there else None

    def look(self, store: Store) -> Reader:
        """One page of this reader."""
        question = self.heads.ask("token")
        found = store.read_now(self.heads.find, question)
        self.heads.remember(question)
        return found


def test_nobody_is_asked_for_twice_while_nothing_is_stored(store: Store) -> None:
    pulse = Counting()
    asked = Asked(pulse)
    for _ in range(5):
        assert asked.look(store)
    assert (asked.who, asked.counted) == (0, 1)
    pulse.now = 2
    assert asked.look(store)
    assert asked.counted == 2


def test_where_nothing_says_when_something_is_stored_everybody_is_asked_for_each_time(store: Store) -> None:
    pulse = Counting()
    pulse.now = None
    asked = Asked(pulse)
    for _ in range(3):
        asked.look(store)
    assert asked.counted == 3


def test_costly_numbers_stay_for_a_second_but_the_session_is_looked_for(store: Store) -> None:
    pulse = Counting()
    asked = Asked(pulse)
    with time_machine.travel(1_000, tick=False) as clock, patch.object(heads, "COSTLY_S", -1):
        for pulse.now in (1, 2):  # the first count says little
            asked.look(store)
        pulse.now, asked.news = 3, 7
        seen = asked.look(store)
        assert seen
        assert (seen.news, asked.who, asked.counted) == (0, 1, 2)
        clock.shift(1.1)
        pulse.now = 4
        seen = asked.look(store)
        assert seen
        assert (seen.news, asked.counted) == (7, 3)
        pulse.now, asked.there = 5, False
        assert asked.look(store) is None


def test_whoever_acted_is_counted_anew(store: Store) -> None:
    asked = Asked(Counting())
    with patch.object(heads, "COSTLY_S", -1):
        asked.look(store)
        asked.heads.forget("token")
        asked.look(store)
    assert asked.counted == 2


def test_a_session_is_not_believed_for_ever_though_nothing_happens(store: Store) -> None:
    asked = Asked(Counting())
    with time_machine.travel(1_000, tick=False) as clock:
        asked.look(store)
        for jump in (16, -3_600):  # time passes, or somebody sets the clock
            clock.shift(jump)
            asked.look(store)
    assert asked.who + asked.counted == 3


async def test_an_act_of_another_process_is_seen_at_once(arena: Arena, store: Store) -> None:
    pulse = Pulse(arena.settings.database)
    before = pulse.beat()
    arena.person()
    assert pulse.beat() != before or store.dialect != "sqlite"
    pulse.close()


async def test_a_head_that_is_kept_names_the_address_of_each_page(arena: Arena) -> None:
    reader, other = arena.person("Hanna Hier"), arena.person("Otto Dort")
    odd = "q=%22%3E%3Cscript%3E&sort=new&%22onclick=%22"
    for path in ("/de/ideas", f"/de/ideas?{odd}", "/de/", "/de/ideas/mine", "/de/nothing-like-this"):
        for someone, name in ((reader, "Hanna Hier"), (other, "Otto Dort"), (reader, "Hanna Hier")):
            page = (await someone.get(path)).text
            header = page.split('<header class="site-header">')[1].split("</header>")[0]
            assert [one for one in ("Hanna Hier", "Otto Dort") if one in header] == [name], path
            for lang in ("de", "en", "ls"):
                ways = re.findall(rf'href="(/{lang}/[^"]*)" hreflang', header)
                assert [unescape(way) for way in ways] == [f"/{lang}{path.removeprefix('/de')}"] * 2, (path, ways)
            assert "<script" not in header
            assert HERE not in page
