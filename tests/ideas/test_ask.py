"""Asking for more after an idea was published, through the carriers' page of needs."""

from typing import Any

from arena.ideas.text import NeedText
from arena.store import Store
from tests.ideas.sown import counters, needs_in, sow
from tests.people import Arena

FORM = {"kind": "space", "what": "Ein trockener Stellplatz", "amount": "", "unit": "", "until": ""}


async def test_carriers_ask_for_more_once(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await store.write(sow, author.voice)
    for _ in range(2):
        assert (await author.post(f"/de/ideas/{idea}/needs", FORM)).status_code == 303
    (need,) = await store.read(needs_in, idea)
    assert (need.kind, need.what, need.open) == ("space", FORM["what"], True)
    assert await store.read(counters, idea) == (1, 1)
    assert FORM["what"] in (await author.get(f"/de/ideas/{idea}/needs")).text


async def test_others_do_not(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice)
    assert (await arena.person().post(f"/de/ideas/{idea}/needs", FORM)).status_code == 403
    assert (await arena.visitor().post(f"/de/ideas/{idea}/needs", FORM)).status_code == 303
    assert await store.read(needs_in, idea) == []


async def test_what_is_wrong_is_said_and_every_word_stays(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await store.write(sow, author.voice)
    wrong: list[dict[str, Any]] = [{"what": ""}, {"kind": ""}, {"kind": "gold"}, {"amount": "viele"}, {"until": "x"}]
    for fault in [*wrong, {"until": "2020-01-01"}, {"amount": "-3"}]:
        answer = await author.post(f"/en/ideas/{idea}/needs", {**FORM, "unit": "Quadratmeter", **fault})
        assert answer.status_code == 422, fault
        assert "Quadratmeter" in answer.text
        assert f'href="#f-{next(iter(fault))}"' in answer.text
    assert await store.read(needs_in, idea) == []


async def test_carriers_close_and_reopen_through_the_door(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await store.write(sow, author.voice, NeedText("data", "Fahrzeiten"))
    need = (await store.read(needs_in, idea))[0].id
    assert (await arena.person().post(f"/de/needs/{need}/close", {"sentence": "x"})).status_code == 403
    assert (await author.post(f"/de/needs/{need}/close", {"sentence": "Haben wir."})).status_code == 303
    assert await store.read(counters, idea) == (1, 0)
    assert (await author.post(f"/de/needs/{need}/close", {})).status_code == 409
    joining = await arena.person().get(f"/de/ideas/{idea}/join")
    assert "Fahrzeiten" not in joining.text
    assert (await author.post(f"/de/needs/{need}/reopen", {})).status_code == 303
    assert await store.read(counters, idea) == (1, 1)
