"""Reminders: a week before a commitment ends and on its last day, once each; carriers are asked to confirm."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, Engine, event, select, update

from arena.actors.model import Person
from arena.ideas.remind import remind
from arena.ideas.team_model import Commitment, CommitmentReminder
from arena.store import Store, Tx
from arena.store.outbox import Outbox
from tests.days import today
from tests.ideas.posted import post
from tests.ideas.sown import commitments_in
from tests.ideas.test_confirm import step
from tests.ideas.test_join import offer
from tests.people import Arena, Someone
from tests.threads.test_windows import plan

SITE = "https://arena.example"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's worker looks every 15 s: in a day to come it would carry out what the tests want to read."""
    monkeypatch.setattr("arena.jobs.worker.take", lambda tx, kinds: None)


def sent(db: Connection, number: int) -> list[str]:
    """Which reminders went out about a commitment."""
    row = CommitmentReminder
    return list(db.execute(select(row.kind).where(row.commitment_id == number).order_by(row.kind)).scalars())


def mails(db: Connection, address: str) -> list[dict[str, Any]]:
    """The mails to an address that wait for the day on which they were asked for, in their order."""
    asked = select(Outbox.facts).where(Outbox.kind == "mail", Outbox.due.is_not(None)).order_by(Outbox.id)
    return [facts for facts in db.execute(asked).scalars() if facts.get("to") == address]


def _change(tx: Tx, number: int, **columns: Any) -> None:
    tx.db.execute(update(Commitment).where(Commitment.id == number).values(columns))


async def _promised(store: Store, author: Someone, joiner: Someone, days: int, accept: bool = True) -> int:
    """A commitment that ends in so many days."""
    idea_id = await post(author, title="Ein Ofen für das Dorf")
    ends = today() + days * DAY
    await offer(joiner, idea_id, what="Steine schleppen", ends=ends.isoformat())
    number = int((await store.read(commitments_in, idea_id))[-1].id)
    if accept:
        await step(author, number, "accept")
    return number


async def test_a_week_before_and_on_the_last_day_a_mail_in_ones_own_language(arena: Arena, store: Store) -> None:
    joiner = arena.person(email="woche@example.org")
    number = await _promised(store, arena.person(), joiner, 30)
    english = update(Person).where(Person.actor_id == joiner.id).values(language="en")
    await store.write(lambda tx: tx.db.execute(english) and None)
    expected: list[str] = []
    for days, kind in ((1, ""), (22, ""), (23, "week"), (24, ""), (29, ""), (30, "day"), (31, ""), (40, "")):
        with time_machine.travel(datetime.now(UTC) + days * DAY):
            await store.write(remind, SITE)
            await store.write(remind, SITE)
        expected += [kind] if kind else []
        assert await store.read(sent, number) == sorted(expected), days
    first, last = await store.read(mails, "woche@example.org")
    assert first["subject"] == "Your commitment ends soon: Steine schleppen"
    assert last["subject"].startswith("Your commitment ends on ")
    assert {first["language"], last["language"]} == {"en"}
    assert "Ein Ofen für das Dorf" in last["text"]
    assert f"{SITE}/en/commitments/{number}" in last["text"]


async def test_processes_that_strike_at_once_remind_once(arena: Arena, store: Store, database: str) -> None:
    number = await _promised(store, arena.person(), arena.person(email="einmal@example.org"), 30)
    other = Store(database)
    with time_machine.travel(datetime.now(UTC) + 30 * DAY):
        await asyncio.gather(*(one.write(remind, SITE) for one in (store, other, store, other)))
    other.close()
    assert await store.read(sent, number) == ["day"]
    assert len(await store.read(mails, "einmal@example.org")) == 1


async def test_only_what_still_runs_is_reminded_of(arena: Arena, store: Store) -> None:
    author = arena.person()
    offered = await _promised(store, author, arena.person(), 30, accept=False)
    done = await _promised(store, author, joiner := arena.person(), 30)
    await step(joiner, done, "fulfil")
    left = await _promised(store, author, leaver := arena.person(), 30)
    await step(leaver, left, "leave", "Es geht nicht mehr.")
    gone = await _promised(store, other := arena.person(), arena.person(), 30)
    idea_id = await store.read(lambda db: db.execute(select(Commitment.idea_id).filter_by(id=gone)).scalar_one())
    await other.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Es gibt das schon."})
    with time_machine.travel(datetime.now(UTC) + 30 * DAY):
        await store.write(remind, SITE)
    for number in (offered, done, left, gone):
        assert await store.read(sent, number) == []


async def test_who_commits_to_the_next_days_hears_on_the_last_of_them_alone(arena: Arena, store: Store) -> None:
    number = await _promised(store, arena.person(), arena.person(email="kurz@example.org"), 3)
    for days in (1, 3):
        with time_machine.travel(datetime.now(UTC) + days * DAY):
            await store.write(remind, SITE)
    (mail,) = await store.read(mails, "kurz@example.org")
    assert mail["subject"].startswith("Am ")
    assert "day" in await store.read(sent, number)


async def test_those_who_carry_are_asked_once_to_confirm(arena: Arena, store: Store) -> None:
    author, joiner = arena.person(email="traegt@example.org"), arena.person("Bodo Bunt", email="fertig@example.org")
    number = await _promised(store, author, joiner, 30)
    await step(joiner, number, "fulfil")
    old = await _promised(store, author, joiner, 30)
    await step(joiner, old, "fulfil")
    await store.write(_change, old, changed_at=datetime.now(UTC) - 20 * DAY)
    confirmed = await _promised(store, author, joiner, 30)
    await step(joiner, confirmed, "fulfil")
    await step(author, confirmed, "confirm", "Danke!")
    with time_machine.travel(datetime.now(UTC) + DAY):
        for _ in range(2):
            await store.write(remind, SITE)
    (mail,) = await store.read(mails, "traegt@example.org")
    assert mail["subject"] == "Bitte bestätigen: Bodo Bunt hat eine Zusage erfüllt"
    assert await store.read(sent, number) == ["confirm"]
    assert await store.read(sent, old) == await store.read(sent, confirmed) == []


async def test_an_erased_address_gets_no_mail_and_stops_nothing(arena: Arena, store: Store) -> None:
    joiner = arena.person()
    number = await _promised(store, arena.person(), joiner, 30)
    erased = update(Person).where(Person.actor_id == joiner.id).values(email=None)
    await store.write(lambda tx: tx.db.execute(erased) and None)
    with time_machine.travel(datetime.now(UTC) + 30 * DAY):
        await store.write(remind, SITE)
    assert await store.read(sent, number) == ["day"]


def test_the_clock_finds_what_is_due_by_an_index(store: Store) -> None:
    if store.dialect != "sqlite":
        return
    asked: list[tuple[str, Any]] = []

    def note(_: Any, cursor: Any, statement: str, facts: Any, context: Any, many: bool) -> None:
        if statement.startswith("SELECT") and "FROM commitment" in statement:
            asked.append((statement, facts))

    event.listen(Engine, "before_cursor_execute", note)
    store.write_now(remind, SITE)
    event.remove(Engine, "before_cursor_execute", note)
    lines = [line for one in asked for line in store.read_now(plan, *one)]
    assert lines
    assert not [line for line in lines if "SCAN commitment" in line], lines
