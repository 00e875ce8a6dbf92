"""Promises: kept, kept late, missed or lapsed as time goes by, counted in public, and visible wherever the idea is."""

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import Connection, func, select, update

from arena.answers.clock import settle_due, settle_in_time
from arena.answers.model import Promise, PromiseTally
from arena.answers.promises import PAGE, promises
from arena.ideas.model import Idea
from arena.ideas.queries import hold
from arena.journal.enter import enter
from arena.journal.fold import folded
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from arena.threads.model import Post
from arena.words.words import ZONE
from tests.answers.offices import Office, day, in_days, kinds, promises_of
from tests.ideas.posted import page_of, post, row_of, seen
from tests.people import Arena


def later(days: int, hour: int = 12) -> datetime:
    """A moment on the city's day so many days from now."""
    return datetime.combine(day(days), datetime.min.time(), ZONE) + timedelta(hours=hour)


def counted(db: Connection) -> tuple[dict[Any, int], dict[Any, int]]:
    """The tally as it is kept, and as it is counted by hand."""
    kept = {(row.office_id, row.state): row.n for row in db.execute(select(PromiseTally.__table__)) if row.n}
    by_hand = select(Promise.office_id, Promise.state, func.count()).group_by(Promise.office_id, Promise.state)
    return kept, {(office, state): n for office, state, n in db.execute(by_hand)}


async def test_the_last_day_counts_and_the_day_after_is_late(arena: Arena, store: Store) -> None:
    office, author = Office(arena), arena.person()
    for moment, outcome in ((later(5, 23), "kept"), (later(6, 1), "late")):
        idea_id = await post(author)
        await office.answer(idea_id, due=in_days(5))
        with time_machine.travel(moment):
            await office.answer(idea_id, "rejected")
        assert await store.read(promises_of, idea_id) == [outcome]
        idea: Any = await store.read(row_of, idea_id)
        assert idea.answer_due is None
    kept, by_hand = await store.read(counted)
    assert kept == by_hand


async def test_a_day_that_passes_is_entered_once_in_nobodys_name_and_seen_by_all(arena: Arena, store: Store) -> None:
    office, other, idea_id = Office(arena), Office(arena), await post(arena.person(), title="Ein Steg für Enten")
    await office.answer(idea_id, due=in_days(5))
    with time_machine.travel(later(5, 23)):
        await settle_due(store)
        assert await store.read(promises_of, idea_id) == ["open"]
    with time_machine.travel(later(6, 1)):
        await asyncio.gather(*(settle_due(store) for _ in range(3)))
        assert await store.read(promises_of, idea_id) == ["missed"]
        assert await store.read(kinds, idea_id) == ["ideas.publish", "answers.publish", "answers.miss"]
        entry = await store.read(_last, idea_id)
        assert (entry.person_id, entry.actor_id, entry.change) == (None, None, {"promise.1": ["open", "missed"]})
        visitor = arena.visitor()
        page = seen(await page_of(visitor, idea_id))
        assert "überfällig" in page.split("</header>")[1]
        assert "eine Nachricht versprochen; sie ist überfällig." in page
        listed = (await visitor.get("/de/ideas?answer=overdue&q=Steg+Enten")).text
        assert "überfällig" in listed.split('class="cards"')[1]
        desk = (await office.writer.get(f"/de/offices/{office.number}")).text
        assert "überfällig" in desk.split('id="due"')[1].split("</section>")[0]
        assert "Ein Steg für Enten" in (await visitor.get(f"/de/promises?state=missed&office={office.number}")).text
        await other.answer(idea_id, "qualified")
        assert (await store.read(promises_of, idea_id))[0] == "missed"
        await office.answer(idea_id, "accepted")
        assert await store.read(promises_of, idea_id) == ["late", "open", "open"]
    kept, by_hand = await store.read(counted)
    assert kept == by_hand


def _last(db: Connection, idea_id: int) -> Any:
    newest = select(JournalEntry.__table__).where(JournalEntry.idea_id == idea_id).order_by(JournalEntry.no.desc())
    return db.execute(newest).first()


def _reach(tx: Tx, idea_id: int) -> None:
    """Let an idea become a project, as a later noun does."""
    idea = hold(tx, idea_id)
    assert idea
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(stage="project"))
    enter(tx, None, idea, "projects.begin", change={"stage": ("idea", "project")})


async def test_the_next_stage_keeps_a_promise_on_the_day_it_is_reached(arena: Arena, store: Store) -> None:
    office, author = Office(arena), arena.person()
    in_time, too_late = await post(author), await post(author)
    for idea_id in (in_time, too_late):
        await office.answer(idea_id, "qualified")
    with time_machine.travel(later(30, 20)):
        await store.write(_reach, in_time)
    with time_machine.travel(later(40)):
        await settle_due(store)
        assert await store.read(promises_of, in_time) == ["kept"]
        assert await store.read(promises_of, too_late) == ["missed"]
        await store.write(_reach, too_late)
        await settle_due(store)
        await settle_due(store)
    assert await store.read(promises_of, too_late) == ["late"]
    assert (await store.read(kinds, too_late))[-3:] == ["answers.miss", "projects.begin", "answers.keep"]
    stands = await store.read(folded, in_time)
    assert (stands["promise.1"], stands["answer_state"], stands.get("answer_due")) == ("kept", "qualified", None)
    page = seen(await page_of(arena.visitor(), in_time))
    assert "ist erledigt: gehalten. Die Idee ist weitergekommen." in page


async def test_a_promise_lapses_with_an_idea_that_is_withdrawn(arena: Arena, store: Store) -> None:
    office, author = Office(arena), arena.person()
    idea_id = await post(author)
    await office.answer(idea_id)
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Hat sich erledigt."})
    await settle_due(store)
    assert await store.read(promises_of, idea_id) == ["lapsed"]
    with time_machine.travel(later(31)):
        await settle_due(store)
    assert await store.read(kinds, idea_id) == ["ideas.publish", "answers.publish", "ideas.withdraw", "answers.lapse"]
    assert "hinfällig" in (await arena.visitor().get(f"/de/ideas/{idea_id}/answers")).text
    number = await store.read(
        lambda db: db.execute(select(Promise.answer_id).where(Promise.idea_id == idea_id)).scalar_one()
    )
    await store.write(settle_in_time, number)
    assert await store.read(promises_of, idea_id) == ["lapsed"]


async def test_every_figure_leads_to_the_list_it_counts(arena: Arena, store: Store) -> None:
    office, author = Office(arena), arena.person()
    for answer in ("considering", "qualified", "accepted"):
        await office.answer(await post(author), answer)
    kept = await post(author)
    await office.answer(kept)
    await office.answer(kept, "rejected")
    visitor = arena.visitor()
    page = (await visitor.get("/de/promises")).text
    rows = re.findall(r"/de/promises\?state=(\w+)&amp;office=(\d+)#list\">(\d+)", page)
    mine = {state: int(n) for state, number, n in rows if int(number) == office.number}
    assert mine == {"kept": 1, "late": 0, "missed": 0, "open": 3}
    for state, n in mine.items():
        listed = (await visitor.get(f"/de/promises?state={state}&office={office.number}")).text
        assert listed.split('id="list"')[1].count("#answer-") == n
    none = await visitor.get(f"/de/promises?office={office.number}&state=late")
    assert "Zu dieser Auswahl gibt es kein Versprechen." in none.text
    for strange in ("state=quark", "office=x", "after=quark", "after=2026-99-99.1"):
        assert (await visitor.get(f"/de/promises?{strange}")).status_code in (200, 400)


async def test_the_list_goes_on_where_the_last_page_ended(arena: Arena, store: Store) -> None:
    office, author = Office(arena), arena.person()
    idea_id = await post(author)
    for _ in range(PAGE + 3):
        await store.write(office.act, idea_id)
    for state, whole in (("kept", PAGE + 2), ("", PAGE + 3)):
        first = await store.read(lambda db, state=state: promises(db, None, state, office.number))
        assert len(first.rows) == PAGE
        assert first.after
        rest = await store.read(lambda db, state=state, at=first.after: promises(db, None, state, office.number, at))
        numbers = [row.answer_id for row in (*first.rows, *rest.rows)]
        assert len(set(numbers)) == len(numbers) == whole
        assert rest.after is None
    page = await arena.visitor().get(f"/de/promises?office={office.number}")
    older = re.search(r'href="(/de/promises\?[^"]*after=[^"]*)"', page.text)
    assert older
    assert (await arena.visitor().get(older[1].replace("&amp;", "&"))).text.count("#answer-") == 3


async def test_what_happens_to_a_promise_is_noted_in_the_thread_for_all(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    await office.answer(idea_id, "rejected")
    notes = select(Post.kind, Post.facts).join(Idea, Idea.thread_id == Post.thread_id).where(Idea.id == idea_id)
    told = [row for row in await store.read(lambda db: db.execute(notes).all()) if row.kind == "answers.publish"]
    assert [row.facts["to"] for row in told] == [f"/ideas/{idea_id}/answers#answer-1"]
    page = seen(await page_of(arena.visitor(), idea_id, "en"))
    assert "answered: will not be carried out." in page
