"""The list of ideas by what the administration answered: a filter with counts, and a word on each card."""

import re

import pytest

from arena.answers.states import STATES
from tests.answers.offices import Office
from tests.ideas.posted import post, seen
from tests.people import Arena


async def test_ideas_are_found_by_their_answer(arena: Arena) -> None:
    office, author = Office(arena), arena.person()
    ideas = {state: await post(author, title=f"Zaunkönigpfad {state}") for state in (*STATES, "none")}
    for state in STATES:
        await arena.store.write(office.act, ideas[state], state)
    visitor = arena.visitor()
    whole = seen(await visitor.get("/de/ideas?q=Zaunkönigpfad"))
    for state, idea_id in ideas.items():
        found = (await visitor.get(f"/de/ideas?q=Zaunkönigpfad&answer={state}")).text
        cards = found.split('class="cards"')[1]
        assert re.findall(r"/ideas/(\d+)-", cards) == [str(idea_id)]
        assert ("card-answer" in cards) == (state != "none")
        assert f"answer={state}" in whole
    both = (await visitor.get("/en/ideas?q=Zaunkönigpfad&answer=rejected&answer=none")).text.split('class="cards"')[1]
    assert both.count("<h3>") == 2
    assert "will not be carried out" in both


@pytest.mark.parametrize("value", ["quark", "0", "Accepted"])
async def test_an_unknown_answer_is_left_out_and_the_page_says_so(arena: Arena, value: str) -> None:
    page = await arena.visitor().get(f"/de/ideas?answer={value}")
    assert page.status_code == 200
    assert "Etwas in dieser Adresse kennen wir nicht." in seen(page)
