"""Stage gates: what is missing is said in plain words with the place to mend it, and nothing passes before."""

from typing import Any

import pytest
from sqlalchemy import Connection, update

from arena.ideas.answer import accept
from arena.ideas.join import Offer, join
from arena.ideas.model import Idea
from arena.sheets.gates import Gap, Gaps, Picture, gap, missing, must_pass, rules
from arena.store import Store, Tx
from arena.voice import Voice
from tests.ideas.posted import post, row_of, seen
from tests.people import Arena, Someone
from tests.sheets.filled import fill, sheet_of


def _set(tx: Tx, idea_id: int, **columns: Any) -> None:
    """What acts of other nouns would write."""
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(columns))


def _gaps(db: Connection, idea_id: int, to: Any) -> list[str]:
    idea = row_of(db, idea_id)
    assert idea
    return [one.name for one in missing(db, idea, to)]


def _pass(tx: Tx, idea_id: int, to: Any) -> None:
    idea = row_of(tx.db, idea_id)
    assert idea
    must_pass(tx, idea, to)


def _take_on(tx: Tx, author: Voice, other: Voice, idea_id: int) -> None:
    accept(tx, author, join(tx, other, idea_id, Offer("carry", "Wir tragen mit")), "Gern.")


async def _carried(arena: Arena, store: Store, author: Someone, idea_id: int) -> None:
    """An organisation of science shares the responsibility."""
    member, organisation = arena.member("science")
    assert author.voice
    await store.write(_take_on, author.voice, Voice(member.id, organisation, "", "", "science"), idea_id)


async def test_on_the_way_to_a_project_each_gap_is_named_and_goes_when_it_is_mended(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert await store.read(_gaps, idea_id, "project") == ["organisation", "sectors", "purpose", "doing"]
    page = seen(await sheet_of(arena.visitor(), idea_id))
    for words, href in (
        ("Eine Organisation muss Verantwortung mittragen.", "join"),
        ("Im Team sind mindestens zwei Bereiche nötig. Bisher ist es einer.", "needs"),
        ("Im Steckbrief fehlt das Vorhaben.", "sheet/purpose"),
        ("Im Steckbrief fehlt die Umsetzung.", "sheet/doing"),
    ):
        assert f'<a href="/de/ideas/{idea_id}/{href}">{words}</a>' in page
    assert "Noch 4 Punkte" in page
    assert "Vorhaben ausfüllen" in seen(await sheet_of(author, idea_id))
    await _carried(arena, store, author, idea_id)
    await fill(author, idea_id)
    assert "Umsetzung ausfüllen" in seen(await sheet_of(author, idea_id))  # what the step needs comes first
    await fill(author, idea_id, "doing")
    assert await store.read(_gaps, idea_id, "project") == []
    assert "Alles ist da: Die Idee kann ein Projekt werden." in seen(await sheet_of(arena.visitor(), idea_id))
    await store.write(_pass, idea_id, "project")


async def test_what_was_a_project_before_it_came_here_goes_on_from_there(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person(), kind="project")
    assert "stage" not in await store.read(_gaps, idea_id, "measure")
    assert "Bis zur Netzwerkmaßnahme" in seen(await sheet_of(arena.visitor(), idea_id))


async def test_an_organisation_that_only_helps_answers_for_nothing(arena: Arena, store: Store) -> None:
    author, (member, organisation) = arena.person(), arena.member("business")
    idea_id = await post(author)

    def helps(tx: Tx) -> None:
        assert author.voice
        voice = Voice(member.id, organisation, "", "", "business")
        accept(tx, author.voice, join(tx, voice, idea_id, Offer("contribute", "Wir helfen")), "Gern.")

    await store.write(helps)
    assert await store.read(_gaps, idea_id, "project") == ["organisation", "purpose", "doing"]


async def test_a_measure_is_all_that_a_project_is_and_more(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    all_of_them = ["organisation", "sectors", "purpose", "doing", "stage", "answer", "schedule", "funding", "voices"]
    assert await store.read(_gaps, idea_id, "measure") == all_of_them
    await _carried(arena, store, author, idea_id)
    for part in ("purpose", "doing", "schedule", "funding"):
        await fill(author, idea_id, part)
    await store.write(_set, idea_id, stage="project")
    page = seen(await sheet_of(arena.visitor(), idea_id, "en"))
    assert "Until it is a network measure" in page
    assert "5 voices on the value compass are needed. So far: 0." in page
    for state, left in (("considering", 2), ("rejected", 2), ("qualified", 1), ("accepted", 1)):
        await store.write(_set, idea_id, answer_state=state)
        assert len(await store.read(_gaps, idea_id, "measure")) == left
    await store.write(_set, idea_id, assessed_count=5)
    assert await store.read(_gaps, idea_id, "measure") == []
    await store.write(_pass, idea_id, "measure")
    await store.write(_set, idea_id, stage="measure")
    assert "Was noch fehlt" not in seen(await sheet_of(author, idea_id))


async def test_a_step_that_is_refused_names_everything_at_once(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    with pytest.raises(Gaps) as refused:
        await store.write(_pass, idea_id, "project")
    assert refused.value.status == 422
    assert list(refused.value.faults) == ["gate.organisation", "gate.sectors", "gate.purpose", "gate.doing"]
    assert refused.value.faults["gate.sectors"] == ("sheets.gap.sectors", {"n": 1})
    assert [one.href for one in refused.value.gaps][-1] == f"/ideas/{idea_id}/sheet/doing"


async def test_an_idea_without_a_field_of_action_says_so(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())
    seen_so = Picture(await store.read(row_of, idea_id), frozenset(), frozenset(), frozenset())  # type: ignore[arg-type]
    found = await store.read(lambda db: rules["project"][0](db, seen_so))
    assert found == Gap("sheets.gap.field", {}, f"/ideas/{idea_id}/edit")


async def test_later_rooms_add_what_they_ask_for(arena: Arena, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    idea_id = await post(arena.person())
    monkeypatch.setitem(rules, "project", [lambda _, seen: gap("stage", f"/ideas/{seen.idea.id}")])
    assert await store.read(_gaps, idea_id, "project") == ["stage"]


async def test_carriers_find_the_way_there_on_the_page_of_the_idea_and_others_do_not(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    page = seen(await author.follow(f"/de/ideas/{idea_id}"))
    assert f'href="/de/ideas/{idea_id}/sheet#missing">Was bis zum nächsten Schritt fehlt' in page
    assert f"/ideas/{idea_id}/sheet" not in seen(await arena.visitor().follow(f"/de/ideas/{idea_id}"))
