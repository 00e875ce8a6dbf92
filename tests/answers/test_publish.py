"""Answering: every step from one answer to the next, by whom, and several of them together."""

import asyncio
from typing import Any

import pytest

from arena.answers.states import FOLLOWS, STATES
from arena.ideas.model import Idea
from arena.journal.fold import folded, standing
from arena.store import Store
from arena.threads.hear import decisions
from tests.answers.offices import Office, answers_to, begin, day, draft_of, draft_row, in_days, kinds, promises_of
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, page_of, post, row_of, seen
from tests.people import Arena


async def test_an_answer_is_public_with_office_reason_and_day(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    given = await office.answer(idea_id, "qualified", markdown=f"{HOSTILE} – und **deshalb** geht es weiter.")
    assert (given.no, given.place, given.state, given.due) == (1, 1, "qualified", day(30))
    assert given.office_id == office.number
    assert "<strong>deshalb</strong>" in given.html
    assert "<script" not in given.html
    idea: Any = await store.read(row_of, idea_id)
    assert (idea.answer_state, idea.answer_due) == ("qualified", day(30))
    assert await store.read(kinds, idea_id) == ["ideas.publish", "answers.publish"]
    visitor = arena.visitor()
    page = seen(await page_of(visitor, idea_id))
    assert "für die nächste Phase qualifiziert" in page
    assert f"/de/ideas/{idea_id}/answers" in page
    assert "hat geantwortet: für die nächste Phase qualifiziert. Nächste Nachricht bis" in page
    answers = await visitor.get(f"/de/ideas/{idea_id}/answers")
    assert HOSTILE_SEEN.split("'")[0] in seen(answers)
    assert "<script>alert" not in answers.text
    assert "under consideration" not in (await visitor.get(f"/en/ideas/{idea_id}/answers")).text
    assert {"answers.publish", "answers.correct", "answers.miss"} <= decisions


@pytest.mark.parametrize("before", [None, *STATES])
async def test_every_step_is_taken_or_refused_as_the_table_says(arena: Arena, store: Store, before: str | None) -> None:
    office, author = Office(arena), arena.person()
    for after in STATES:
        idea_id = await post(author)
        if before:
            await office.answer(idea_id, before)
        reply = await begin(office.writer, idea_id, office.number, after)
        if after not in FOLLOWS[before]:
            assert reply.status_code == 422
            wrong = "schon abgelehnt" if before == after else "nähme still zurück"
            assert wrong in seen(reply)
            continue
        number = draft_of(reply)
        await office.checker.post(f"/de/answer-drafts/{number}/approve", {"rev": 1})
        assert (await office.publish(f"{number}.1")).status_code == 303
        idea: Any = await store.read(row_of, idea_id)
        assert idea.answer_state == after
        assert idea.answer_due == (None if after == "rejected" else day(30))
        assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_a_step_that_became_impossible_since_it_was_approved_is_refused_by_name(arena: Arena) -> None:
    first, second, idea_id = Office(arena), Office(arena), await post(arena.person(), title="Der Steg am Kanal")
    late = await first.approved(idea_id, "considering")
    await second.answer(idea_id, "accepted")
    reply = await first.publish(f"{late}.1")
    assert reply.status_code == 422
    assert "„Der Steg am Kanal“: Diese Antwort nähme still zurück" in seen(reply)


async def test_several_answers_are_published_together_or_none_of_them(arena: Arena, store: Store) -> None:
    office, author = Office(arena), arena.person()
    ideas = [await post(author, title=f"Bank Nummer {n} am Ufer") for n in range(4)]
    drafts = [await office.approved(idea_id) for idea_id in ideas[:2]]
    unapproved = await office.draft(ideas[2])
    withdrawn = await office.approved(ideas[3])
    await author.post(f"/de/ideas/{ideas[3]}/withdraw", {"reason": "Erledigt."})
    every = [f"{number}.1" for number in (*drafts, unapproved, withdrawn)]
    reply = await office.publish(*every)
    assert reply.status_code == 422
    assert "„Bank Nummer 2 am Ufer“: Noch hat kein zweites Mitglied zugestimmt." in seen(reply)
    assert "„Bank Nummer 3 am Ufer“" in seen(reply)
    for idea_id in ideas:
        assert await store.read(answers_to, idea_id) == []
    reply = await office.publish(f"{drafts[0]}.1", f"{drafts[1]}.2")
    assert "inzwischen geändert" in seen(reply)
    assert (await office.publish(*every[:2])).status_code == 303
    for idea_id in ideas[:2]:
        assert len(await store.read(answers_to, idea_id)) == 1
    assert (await office.publish(*every[:2])).status_code == 303
    assert len(await store.read(answers_to, ideas[0])) == 1
    assert (await office.publish()).status_code == 422
    assert (await office.publish("quark")).status_code == 400
    assert (await office.publish("999999999.1")).status_code == 404


async def test_two_who_publish_at_once_publish_once(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    number = await office.approved(idea_id)
    both = (office.writer, office.checker) * 3
    replies = await asyncio.gather(*(office.publish(f"{number}.1", by=one) for one in both))
    assert {reply.status_code for reply in replies} == {303}
    assert len(await store.read(answers_to, idea_id)) == 1
    assert await store.read(promises_of, idea_id) == ["open"]
    assert (await store.read(draft_row, number)).state == "published"


async def test_a_day_is_promised_that_lies_ahead_and_not_too_far(arena: Arena) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    for due, wrong in (
        ("", "bis wann"),
        (in_days(-1), "schon vorbei"),
        (in_days(2000), "drei Jahre"),
        ("x", "Kalender"),
    ):
        reply = await begin(office.writer, idea_id, office.number, due=due)
        assert reply.status_code == 422
        assert wrong in seen(reply)
        assert "mit drei Ämtern" in reply.text
    reply = await begin(office.writer, idea_id, office.number, answer="", markdown="zu kurz")
    assert reply.status_code == 422
    assert (await begin(office.writer, idea_id, office.number, due=in_days(0))).status_code == 303


async def test_many_acts_later_the_journal_folded_is_where_the_idea_stands(arena: Arena, store: Store) -> None:
    one, other, idea_id = Office(arena), Office(arena), await post(arena.person())
    first = await one.answer(idea_id, "considering")
    await one.answer(idea_id, "considering", corrects=first.id, because="Der Tag war falsch.", due=in_days(20))
    await other.answer(idea_id, "qualified", due=in_days(10))
    idea: Any = await store.read(row_of, idea_id)
    assert idea.answer_due == day(10)
    await other.answer(idea_id, "rejected")
    idea = await store.read(row_of, idea_id)
    assert (idea.answer_state, idea.answer_due) == ("rejected", day(20))
    await one.answer(idea_id, "considering")
    assert await store.read(promises_of, idea_id) == ["replaced", "kept", "kept", "open"]
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)
    assert (await store.read(folded, idea_id))["answer_state"] == "considering"


def test_the_columns_of_an_idea_know_every_state() -> None:
    assert max(map(len, STATES)) <= 16 == Idea.answer_state.type.length  # type: ignore[attr-defined]
