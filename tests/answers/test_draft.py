"""Preparing an answer: a second pair of eyes, notes that stay inside, and nobody else who hears of it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select, update

from arena.actors.model import Actor, Membership
from arena.answers.grant import grant, revoke
from arena.answers.model import AnswerDraftRevision, AnswerNote
from arena.store import Store
from tests.answers.offices import REASON, Office, answers_to, begin, draft_row, form, join, kinds
from tests.ideas.posted import page_of, post, seen
from tests.people import Arena

SECRET = "Hinter verschlossenen Türen: das Gutachten kostet vierzigtausend."


async def test_whoever_writes_a_version_does_not_approve_it(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    number = await office.draft(idea_id)
    own = await office.writer.post(f"/de/answer-drafts/{number}/approve", {"rev": 1})
    assert own.status_code == 403
    assert "Freigeben kann sie nur ein anderes Mitglied" in seen(await office.writer.get(f"/de/answer-drafts/{number}"))
    assert "Noch hat kein zweites Mitglied zugestimmt" in seen(await office.publish(f"{number}.1"))
    twice = await asyncio.gather(
        *(office.checker.post(f"/de/answer-drafts/{number}/approve", {"rev": 1}) for _ in range(4))
    )
    assert {reply.status_code for reply in twice} == {303}
    assert (await store.read(draft_row, number)).approved_by == office.checker.id
    assert await store.read(answers_to, idea_id) == []


async def test_a_change_takes_the_approval_away_and_its_writer_cannot_give_it_back(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    number = await office.approved(idea_id)
    page = f"/de/answer-drafts/{number}"
    edit = form(office.number, "qualified", office=None, rev=1)
    assert (await office.checker.post(page, edit)).status_code == 303
    assert (await office.checker.post(page, edit)).status_code == 303
    draft = await store.read(draft_row, number)
    assert (draft.rev, draft.approved_by) == (2, None)
    assert (await office.checker.post(f"{page}/approve", {"rev": 2})).status_code == 403
    stale = await office.writer.post(f"{page}/approve", {"rev": 1})
    assert stale.status_code == 409
    assert "inzwischen geändert" in seen(stale)
    slow = await office.writer.post(page, form(office.number, office=None, rev=1, markdown=f"{SECRET} Nochmals."))
    assert slow.status_code == 409
    assert SECRET in seen(slow)
    assert (await office.writer.post(f"{page}/approve", {"rev": 2})).status_code == 303
    assert (await office.publish(f"{number}.2")).status_code == 303
    done = await office.writer.post(page, form(office.number, office=None, rev=2, markdown=f"{SECRET} Zu spät."))
    assert done.status_code == 409
    assert (await office.writer.post(f"{page}/discard")).status_code == 409


async def test_an_office_of_one_prepares_but_does_not_publish(arena: Arena) -> None:
    alone, number = arena.member("administration")
    arena.store.write_now(grant, number)
    idea_id = await post(arena.person())
    draft = (await begin(alone, idea_id, number)).headers["location"].split("?")[0]
    page = seen(await alone.get(draft))
    assert "Ihre Stelle hat nur ein Mitglied" in page
    assert f"/de/organisations/{number}/members" in page
    assert (await alone.post(f"{draft}/approve", {"rev": 1})).status_code == 403
    refused = await alone.post(f"/de/offices/{number}/publish", {"drafts[]": [f"{draft.split('/')[-1]}.1"]})
    assert refused.status_code == 422
    assert "Ihre Stelle hat nur ein Mitglied" in seen(refused)


async def test_one_draft_of_an_office_for_an_idea_however_many_begin(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    same = form(office.number)
    replies = await asyncio.gather(*(office.writer.post(f"/de/ideas/{idea_id}/answer", same) for _ in range(4)))
    assert len({reply.headers["location"] for reply in replies}) == 1
    other = await begin(office.checker, idea_id, office.number, "rejected", markdown=f"{REASON} Anders gesehen.")
    assert other.status_code == 409
    assert "Anders gesehen." in seen(other)
    number = int(replies[0].headers["location"].split("/")[-1].split("?")[0])
    assert (await office.checker.post(f"/de/answer-drafts/{number}/discard")).status_code == 303
    assert (await begin(office.checker, idea_id, office.number)).status_code == 303
    versions = select(func.count()).select_from(AnswerDraftRevision).where(AnswerDraftRevision.draft_id == number)
    assert await store.read(lambda db: db.execute(versions).scalar()) == 1
    assert "verworfen" in seen(await office.writer.get(f"/de/answer-drafts/{number}"))
    late = await office.checker.post(f"/de/answer-drafts/{number}/approve", {"rev": 1})
    assert late.status_code == 409


async def test_notes_say_who_and_when_and_are_added_once(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    number = await office.draft(idea_id)
    note = {"words": SECRET, "client_key": "einmal"}
    for _ in range(2):
        assert (await office.checker.post(f"/de/answer-drafts/{number}/notes", note)).status_code == 303
    page = seen(await office.writer.get(f"/de/answer-drafts/{number}"))
    assert page.count(SECRET) == 1
    assert office.checker.voice
    assert office.checker.voice.person in page
    empty = await office.writer.post(f"/de/answer-drafts/{number}/notes", {"words": " "})
    assert empty.status_code == 422
    long = await office.writer.post(f"/de/answer-drafts/{number}/notes", {"words": "x" * 1001})
    assert long.status_code == 422
    assert "x" * 1001 in long.text


async def test_a_draft_leaks_nowhere(arena: Arena, store: Store) -> None:
    office, author = Office(arena), arena.person()
    idea_id = await post(author)
    number = await office.draft(idea_id, markdown=SECRET)
    await office.checker.post(f"/de/answer-drafts/{number}/notes", {"words": f"Notiz: {SECRET}"})
    await office.checker.post(f"/de/answer-drafts/{number}/approve", {"rev": 1})
    for someone in (arena.visitor(), author, office.writer):
        for path in ("", "/history", "/answers"):
            page = await someone.follow(f"/de/ideas/{idea_id}{path}")
            assert "vierzigtausend" not in page.text, path
    for path in ("/promises", f"/actors/{office.number}", "/ideas?answer=considering"):
        assert "Gutachten kostet" not in (await author.get(f"/de{path}")).text, path
    assert await store.read(kinds, idea_id) == ["ideas.publish"]
    listed = await arena.visitor().get("/de/ideas?q=vierzigtausend")
    assert f"/de/ideas/{idea_id}-" not in listed.text


@pytest.mark.parametrize("role", ["visitor", "stranger", "carrier", "other office", "no office", "former member"])
async def test_to_everybody_else_there_is_no_draft_and_no_desk(arena: Arena, store: Store, role: str) -> None:
    office, author = Office(arena), arena.person()
    idea_id = await post(author)
    number = await office.draft(idea_id)
    someone, status = arena.visitor(), 303  # to the sign-in page, whatever there is
    if role != "visitor":
        status = 404
        someone = author if role == "carrier" else arena.person()
    if role == "other office":
        someone = Office(arena).writer
    if role == "no office":
        someone, _ = arena.member("administration")
    if role == "former member":
        someone = office.checker
        left = update(Membership).where(Membership.person_id == someone.id).values(state="ended")
        await store.write(lambda tx: tx.db.execute(left) and None)
    draft, desk = f"/de/answer-drafts/{number}", f"/de/offices/{office.number}"
    asked = [await someone.get(draft), await someone.get(desk)]
    asked.append(await someone.get(f"/de/ideas/{idea_id}/answer?office={office.number}"))
    sent: list[tuple[str, dict[str, Any]]] = [
        (draft, form(office.number, office=None, rev=1)),
        (f"{draft}/notes", {"words": "Hallo"}),
        (f"{draft}/approve", {"rev": 1}),
        (f"{draft}/discard", {}),
        (f"{desk}/publish", {"drafts[]": [f"{number}.1"]}),
        (f"/de/ideas/{idea_id}/answer", form(office.number)),
    ]
    asked += [await someone.post(*one) for one in sent]
    assert [reply.status_code for reply in asked] == [status] * len(asked)
    assert status == 404 or all("/sign-in" in reply.headers["location"] for reply in asked)
    assert all("Entwurf einer Antwort" not in reply.text for reply in asked)
    row = await store.read(draft_row, number)
    assert (row.state, row.rev, row.approved_by) == ("open", 1, None)
    assert (
        await store.read(lambda db: db.execute(select(AnswerNote.id).where(AnswerNote.draft_id == number)).all()) == []
    )
    if role not in ("visitor", "other office"):
        own = await someone.get(f"/de/ideas/{idea_id}/answer")
        assert own.status_code == 404


async def test_an_office_whose_right_is_taken_back_loses_its_desk_but_not_its_answers(
    arena: Arena, store: Store
) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    await office.answer(idea_id)
    number = await office.approved(idea_id, "accepted")
    assert await store.write(revoke, office.number)
    assert not await store.write(revoke, office.number)
    assert (await office.writer.get(f"/de/answer-drafts/{number}")).status_code == 404
    assert (await office.publish(f"{number}.1")).status_code == 404
    assert "wird geprüft" in seen(await page_of(arena.visitor(), idea_id))
    assert await store.write(grant, office.number)
    renamed = update(Actor).where(Actor.id == office.number).values(sector="business")
    await store.write(lambda tx: tx.db.execute(renamed) and None)
    assert (await office.writer.get(f"/de/offices/{office.number}")).status_code == 404
    back = update(Actor).where(Actor.id == office.number).values(sector="administration")
    await store.write(lambda tx: tx.db.execute(back) and None)
    assert (await office.publish(f"{number}.1")).status_code == 303


async def test_only_published_ideas_are_answered(arena: Arena) -> None:
    office, author = Office(arena), arena.person()
    idea_id = await post(author)
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Erledigt."})
    assert (await begin(office.writer, idea_id, office.number)).status_code == 409
    assert (await begin(office.writer, 999_999_999, office.number)).status_code == 404


async def test_the_desk_shows_each_member_what_is_theirs_to_do(arena: Arena) -> None:
    office, author = Office(arena), arena.person()
    third = arena.person()
    arena.store.write_now(join, office.number, third.id)
    one, two = await post(author, title="Schattenplan Süd"), await post(author, title="Sitzbank West")
    await office.draft(one)
    await office.approved(two)
    desk = f"/de/offices/{office.number}"
    assert "Von Ihnen geschrieben" in (await office.writer.get(desk)).text
    waiting = (await third.get(f"{desk}?by=waiting")).text
    assert "Wartet auf Ihre Freigabe" in waiting
    assert "Sitzbank West" in waiting.split('id="ready"')[1].split("</section>")[0]
    assert "Schattenplan Süd" not in waiting.split('id="waiting"')[1]
    profile = seen(await office.writer.get(f"/de/actors/{office.number}"))
    assert desk in profile
    public = seen(await arena.visitor().get(f"/de/actors/{office.number}"))
    assert "Diese Stelle antwortet auf Ideen." in public
    assert desk not in public
