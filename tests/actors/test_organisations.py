"""Organisations: founded by anybody, kept by stewards, listed by sector and name."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from arena.actors.found import found
from arena.actors.model import Actor
from arena.store.outbox import Outbox
from arena.voice import Voice
from tests.actors.post import number_in
from tests.people import Arena, Someone


def _form(**change: str) -> dict[str, str]:
    return {
        "name": "Kiezwerkstatt e. V.",
        "sector": "civil-society",
        "about": "Wir reparieren.",
        "website": "kiezwerkstatt.example",
        "district": "",
        "mandate": "Vorstand",
        "client_key": str(uuid4()),
    } | change


async def _found(someone: Someone, **change: str) -> int:
    answer = await someone.post("/de/organisations/new", _form(**change))
    assert answer.status_code == 303, answer.text
    return number_in(answer)


async def test_a_resident_founds_one_and_may_speak_for_it(arena: Arena) -> None:
    someone = arena.person("Ayşe Kaya")
    number = await _found(someone, name="Kiezwerkstatt Süd")
    page = (await arena.visitor().get(f"/de/actors/{number}")).text
    for said in ("Kiezwerkstatt Süd", "Zivilgesellschaft", "Wir reparieren.", "Ayşe Kaya", "Vorstand"):
        assert said in page
    assert 'href="https://kiezwerkstatt.example"' in page
    assert f"/organisations/{number}/edit" not in page
    assert f"/organisations/{number}/edit" in (await someone.get(f"/de/actors/{number}")).text
    settings = (await someone.get("/de/me/settings")).text
    assert "Ich spreche als" in settings
    events = arena.store.read_now(
        lambda db: db.execute(select(Outbox.kind, Outbox.person_id).where(Outbox.actor_id == number)).all()
    )
    assert [tuple(event) for event in events] == [("actors.found", someone.id)]


async def test_a_double_click_founds_one(arena: Arena) -> None:
    someone, form = arena.person(), _form(name="Doppelklick gGmbH")
    first, second = [number_in(await someone.post("/de/organisations/new", form)) for _ in range(2)]
    assert first == second
    count = select(func.count()).where(Actor.name == "Doppelklick gGmbH")
    assert arena.store.read_now(lambda db: db.execute(count).scalar_one()) == 1


async def test_a_visitor_is_asked_to_sign_in(arena: Arena) -> None:
    visitor = arena.visitor()
    assert (await visitor.get("/de/organisations/new")).headers["location"] == (
        "/de/sign-in?next=/de/organisations/new"
    )
    assert (await visitor.post("/de/organisations/new", _form())).status_code == 303


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"sector": ""}, "sector"),
        ({"sector": "resident"}, "sector"),
        ({"about": "x" * 1001}, "about"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "https://user@evil.example"}, "website"),
        ({"website": "https://" + "x" * 300 + ".example"}, "website"),
        ({"district": "atlantis"}, "district"),
        ({"mandate": ""}, "mandate"),
    ],
)
async def test_what_is_wrong_is_said_at_the_field(arena: Arena, change: dict[str, str], field: str) -> None:
    page = await arena.person().post("/de/organisations/new", _form(**change))
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert "Wir reparieren." in page.text or "about" in change


async def test_a_steward_changes_the_profile(arena: Arena) -> None:
    steward, number = arena.member("science")
    page = await steward.get(f"/de/organisations/{number}/edit")
    assert page.status_code == 200
    form = {"name": "Ökoinstitut", "sector": "science", "about": "Neu", "website": "", "district": ""}
    answer = await steward.post(f"/de/organisations/{number}/edit", form)
    assert answer.headers["location"] == f"/de/actors/{number}?done=actors.profile.done"
    assert "Ökoinstitut" in (await arena.visitor().get("/de/organisations?q=okoINSTITUT")).text
    assert (await steward.post(f"/de/organisations/{number}/edit", form | {"name": ""})).status_code == 422


async def test_nobody_else_changes_the_profile(arena: Arena) -> None:
    member, number = arena.member("business", steward=False)
    stranger, visitor = arena.person(), arena.visitor()
    form = {"name": "Gekapert", "sector": "science", "about": "", "website": "", "district": ""}
    for someone, status in ((member, 403), (stranger, 403), (visitor, 303)):
        assert (await someone.get(f"/de/organisations/{number}/edit")).status_code == status
        assert (await someone.post(f"/de/organisations/{number}/edit", form)).status_code == status
    assert "Gekapert" not in (await visitor.get(f"/de/actors/{number}")).text
    for path in ("/de/organisations/999999999999999/edit", f"/de/organisations/{stranger.id}/edit"):
        assert (await stranger.get(path)).status_code == 404


async def test_the_list_is_narrowed_by_sector_and_name_and_goes_on_by_page(arena: Arena) -> None:
    someone, mark = arena.person(), uuid4().hex[:8]
    for n in range(33):
        await _found_directly(arena, someone.id, f"{mark} {n:02}", "politics" if n % 2 else "science")
    visitor = arena.visitor()
    first = (await visitor.get(f"/de/organisations?q={mark}")).text
    assert f"{mark} 29" in first
    assert f"{mark} 30" not in first
    older = first.split('rel="next"')[0].split('href="')[-1].split('"')[0].replace("&amp;", "&")
    second = (await visitor.get(older)).text
    assert f"{mark} 29" not in second
    assert f"{mark} 30" in second
    assert 'rel="next"' not in second
    science = (await visitor.get(f"/de/organisations?q={mark}&sector=science")).text
    assert f"{mark} 00" in science
    assert f"{mark} 01" not in science


async def _found_directly(arena: Arena, person: int, name: str, sector: str) -> None:
    voice = Voice(person, person, "x", "x", "resident")
    profile = {"name": name, "sector": sector, "about": "", "website": "", "district": None}
    arena.store.write_now(found, voice, profile, "Vorstand", "")


@pytest.mark.parametrize(
    "query",
    [
        "q=%25_%5C",
        "after=9999999999999999999",
        "after=-1",
        "after=x",
        "sector=%00",
        "q=" + "x" * 5000,
        "q[]=1",
        "q=1&q.x.y=2",
    ],
)
async def test_strange_addresses_of_the_list_never_break(arena: Arena, query: str) -> None:
    assert (await arena.visitor().get(f"/en/organisations?{query}")).status_code in (200, 400)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "🦊" * 80, "א\u202eb", "{{ 7*7 }}"])
async def test_hostile_names_stay_names(arena: Arena, name: str) -> None:
    someone = arena.person()
    number = await _found(someone, name=name, about=name, mandate=name)
    for path in (f"/de/actors/{number}", f"/de/actors/{someone.id}", "/de/organisations", "/de/me/settings"):
        page = await someone.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text


async def test_a_person_has_a_profile_without_an_address(arena: Arena) -> None:
    someone, _ = arena.member("administration", "Amt für Mut")
    for reader in (arena.visitor(), arena.person(), someone):
        page = await reader.get(f"/de/actors/{someone.id}")
        assert page.status_code == 200
        assert "Amt für Mut" in page.text
        assert "Sprecherin" in page.text
        assert "@example.org" not in page.text
    assert (await arena.visitor().get("/de/actors/999999999999999")).status_code == 404
    assert (await arena.visitor().get("/de/actors/99999999999999999999")).status_code == 404
