"""Joining an idea: as a person or for an organisation, freely or in answer to a need."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select

from arena.ideas.join import same_unit
from arena.ideas.model import Follow, Idea
from arena.ideas.text import NeedText
from arena.store import Store
from arena.threads.model import Post
from tests.days import today
from tests.ideas.sown import commitments_in, counters, needs_in, sow
from tests.people import Answer, Arena, Someone

HOURS = NeedText("time", "Zwei Nachmittage im Monat", 20, "Stunden")
HANDS = NeedText("people", "Leute, die löten", 3, "Personen")


async def offer(someone: Someone, idea: int, lang: str = "de", **form: Any) -> Answer:
    """Send the form as a browser would."""
    form = {"client_key": uuid4().hex, "role": "contribute", "what": "Ich kann löten", **form}
    return await someone.post(f"/{lang}/ideas/{idea}/join", form)


def _notes(db: Connection, idea_id: int) -> list[Any]:
    thread = select(Idea.thread_id).where(Idea.id == idea_id).scalar_subquery()
    return list(db.execute(select(Post.__table__).where(Post.thread_id == thread).order_by(Post.seq)))


async def test_a_visitor_signs_in_first_and_comes_back(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice, HOURS)
    for answer in (await arena.visitor().get(f"/de/ideas/{idea}/join"), await offer(arena.visitor(), idea)):
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/de/sign-in?next=")
    assert f"/de/ideas/{idea}/join" in (await arena.visitor().get(f"/de/ideas/{idea}/join")).headers["location"]
    chosen = await arena.visitor().get(f"/de/ideas/{idea}/join?need=7")
    assert "join%3Fneed%3D7" in chosen.headers["location"]
    assert len(await store.read(commitments_in, idea)) == 1


@pytest.mark.parametrize(("lang", "words"), [("de", ("0 von 20 Stunden", "Beraten")), ("en", ("0 of 20", "Advise"))])
async def test_the_form_names_roles_and_needs(arena: Arena, store: Store, lang: str, words: tuple[str, ...]) -> None:
    idea = await store.write(sow, arena.person().voice, HOURS)
    page = await arena.person().get(f"/{lang}/ideas/{idea}/join")
    assert page.status_code == 200
    assert all(word in page.text for word in (*words, HOURS.what))


async def test_the_need_that_was_pressed_is_chosen(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice, HOURS, HANDS)
    need = (await store.read(needs_in, idea))[1].id
    page = await arena.person().get(f"/de/ideas/{idea}/join?need={need}")
    chosen = [line for line in page.text.splitlines() if "checked" in line]
    assert [f'value="{need}"' in line or 'value="contribute"' in line for line in chosen] == [True, True]


async def test_a_resident_offers_something_nobody_asked_for(arena: Arena, store: Store) -> None:
    idea, jonas = await store.write(sow, arena.person().voice), arena.person("Jonas Weber")
    answer = await offer(jonas, idea, role="advise", message="Gern abends.", kind="expertise", amount="1,5", unit="h")
    assert answer.status_code == 303
    _, made = await store.read(commitments_in, idea)
    assert answer.headers["location"] == f"/de/commitments/{made.id}?done=ideas_team.join.done"
    assert (made.state, made.role, made.kind, made.amount, made.unit) == ("offered", "advise", "expertise", 1.5, "h")
    assert (made.person_id, made.actor_id) == (jonas.id, jonas.id)
    assert await store.read(counters, idea) == (1, 0)
    told = (await store.read(_notes, idea))[-1]
    assert (told.kind, told.actor_id, told.no) == ("ideas.join", jonas.id, None)
    assert told.facts["who"] == "Jonas Weber"
    assert told.facts["role"] == "advise"
    assert told.facts["commitment"] == made.id


async def test_whoever_joins_follows_the_idea_once(arena: Arena, store: Store) -> None:
    idea, jonas = await store.write(sow, arena.person().voice), arena.person()
    await offer(jonas, idea)
    await offer(jonas, idea, what="Und Kabel habe ich auch")
    following = select(Follow.person_id).where(Follow.idea_id == idea, Follow.person_id == jonas.id)
    assert len(await store.read(lambda db: db.execute(following).all())) == 1
    assert len(await store.read(commitments_in, idea)) == 3


async def test_a_business_member_joins_in_the_organisations_name(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice, HOURS)
    member, company = arena.member("business", "Lötkolben & Söhne GmbH")
    need = (await store.read(needs_in, idea))[0].id
    assert "Lötkolben &amp; Söhne GmbH" in (await member.get(f"/de/ideas/{idea}/join")).text
    answer = await offer(member, idea, speak_as=company, need=need, amount="12")
    _, made = await store.read(commitments_in, idea)
    assert (made.person_id, made.actor_id, made.need_id) == (member.id, company, need)
    assert (made.kind, made.amount, made.unit) == ("time", 12, "Stunden")
    page = await arena.visitor().get(answer.headers["location"])
    assert "für Lötkolben &amp; Söhne GmbH" in page.text


async def test_without_a_mandate_nobody_joins_in_an_organisations_name(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice)
    _, company = arena.member("business")
    assert (await offer(arena.person(), idea, speak_as=company)).status_code == 403
    assert len(await store.read(commitments_in, idea)) == 1


async def test_what_carriers_bring_counts_at_once(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await store.write(sow, author.voice, HOURS)
    need = (await store.read(needs_in, idea))[0].id
    assert "gilt sofort" in (await author.get(f"/de/ideas/{idea}/join")).text
    await offer(author, idea, need=need, amount="20")
    assert (await store.read(commitments_in, idea))[-1].state == "accepted"
    assert (await store.read(needs_in, idea))[0].met == 20
    assert await store.read(counters, idea) == (1, 0)
    assert (await store.read(_notes, idea))[-1].kind == "ideas.bring"


async def test_a_double_click_joins_once(arena: Arena, store: Store) -> None:
    idea, jonas, key = await store.write(sow, arena.person().voice), arena.person(), uuid4().hex
    answers = await asyncio.gather(*(offer(jonas, idea, client_key=key) for _ in range(8)))
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(await store.read(commitments_in, idea)) == 2
    other = await store.write(sow, arena.person().voice)
    assert (await offer(jonas, other, client_key=key)).status_code == 409


async def test_whoever_answers_a_call_for_people_counts_as_one(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice, HANDS)
    need = (await store.read(needs_in, idea))[0].id
    await offer(arena.person(), idea, need=need)
    assert (await store.read(commitments_in, idea))[-1].amount == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"role": ""}, "role"),
        ({"role": "decide"}, "role"),
        ({"what": "  "}, "what"),
        ({"what": "x" * 201}, "what"),
        ({"message": "x" * 501}, "message"),
        ({"kind": "gold"}, "kind"),
        ({"amount": "viel"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "nan"}, "amount"),
        ({"starts": "morgen"}, "starts"),
        ({"ends": "2020-01-01"}, "ends"),
        ({"starts": "2999-02-01", "ends": "31.01.2999"}, "ends"),
        ({"need": "987654321"}, "need"),
        ({"need": "x"}, "need"),
    ],
)
async def test_what_is_wrong_is_said_and_every_word_stays(
    arena: Arena, store: Store, form: dict[str, str], field: str
) -> None:
    idea = await store.write(sow, arena.person().voice, HOURS)
    answer = await offer(arena.person(), idea, **{"message": "Bis bald <b>am</b> Platz", "unit": "Abende", **form})
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert f'id="f-{field}"' in answer.text
    assert "Abende" in answer.text
    assert "<b>am" not in answer.text
    assert len(await store.read(commitments_in, idea)) == 1


async def test_nobody_answers_a_need_of_another_idea_or_one_that_is_over(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice, HOURS)
    other = await store.write(sow, arena.person().voice, HANDS)
    theirs = (await store.read(needs_in, other))[0].id
    assert (await offer(arena.person(), idea, need=theirs)).status_code == 422
    assert len(await store.read(commitments_in, other)) == 1


async def test_drafts_and_withdrawn_ideas_are_not_joined(arena: Arena, store: Store) -> None:
    author = arena.person()
    draft = await store.write(sow, author.voice, publish=False)
    assert (await offer(arena.person(), draft)).status_code == 404
    assert (await arena.person().get(f"/de/ideas/{draft}/join")).status_code == 404
    assert (await offer(author, draft)).status_code == 409
    assert (await arena.person().get("/de/ideas/999999999/join")).status_code == 404


async def test_a_form_that_is_not_ours_is_refused(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice)
    assert (await offer(arena.person(), idea, state="accepted")).status_code == 400
    assert (await offer(arena.person(), idea, speak_as="me")).status_code == 400


async def test_time_may_be_said_as_a_browser_or_a_german_does(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice)
    soon = today() + timedelta(days=40)
    await offer(arena.person(), idea, starts=today().isoformat(), ends=soon.strftime("%d.%m.%Y"))
    made = (await store.read(commitments_in, idea))[-1]
    assert (made.starts, made.ends) == (today(), soon)


@pytest.mark.parametrize(
    ("said", "counted", "same"),
    [
        ("Sprache", "Sprachen", True),
        ("Raum", "Räume an 12 Abenden", True),
        ("", "Stunden", True),
        ("h", "Stunden", False),
        ("Tage", "Stunden", False),
        ("km", "kg", False),
    ],
)
def test_units_are_told_apart_by_their_stem(said: str, counted: str, same: bool) -> None:
    assert same_unit(said, counted) == same


async def test_days_are_not_counted_as_hours(arena: Arena, store: Store) -> None:
    idea = await store.write(sow, arena.person().voice, HOURS)
    need = (await store.read(needs_in, idea))[0].id
    answer = await offer(arena.person(), idea, need=need, amount="2", unit="Tage")
    assert answer.status_code == 422
    assert "Dieses Gesuch zählt in: Stunden" in answer.text
