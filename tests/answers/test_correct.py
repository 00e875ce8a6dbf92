"""Correcting an answer: the earlier one stays readable, and a correction hides nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DBAPIError

from arena.answers.clock import settle_due
from arena.answers.model import Answer
from arena.journal.fold import folded, standing
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from tests.answers.offices import REASON, Office, answers_to, begin, day, in_days, kinds, promises_of
from tests.ideas.posted import post, row_of, seen
from tests.people import Arena

WHY = "Wir hatten die Straße verwechselt."


def entries(db: Connection, idea_id: int) -> list[Any]:
    """An idea's journal of answers."""
    rows = select(JournalEntry.__table__).where(JournalEntry.idea_id == idea_id, JournalEntry.kind.like("answers.%"))
    return list(db.execute(rows.order_by(JournalEntry.no)))


async def test_a_correction_names_what_it_replaces_and_both_stay_readable(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    first = await office.answer(idea_id, "accepted", markdown=f"{REASON} Zuerst geschrieben.")
    second = await office.answer(idea_id, "rejected", corrects=first.id, because=WHY)
    assert (second.no, second.place, second.corrects, second.because) == (2, 1, first.id, WHY)
    idea: Any = await store.read(row_of, idea_id)
    assert (idea.answer_state, idea.answer_due) == ("rejected", None)
    assert await store.read(promises_of, idea_id) == ["replaced"]
    given, corrected = await store.read(entries, idea_id)
    assert (corrected.kind, corrected.corrects, corrected.why) == ("answers.correct", given.id, WHY)
    assert corrected.change == {
        "answer_state": ["accepted", "rejected"],
        "answer_due": [in_days(30), None],
        "promise.1": ["open", "replaced"],
    }
    page = seen(await arena.visitor().get(f"/de/ideas/{idea_id}/answers"))
    assert "Zuerst geschrieben." in page
    assert "Diese Antwort wurde berichtigt: siehe Antwort 2." in page
    assert page.index("Berichtigt Antwort 1:") < page.index("<del>")
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_only_its_own_office_corrects_an_answer_and_only_once(arena: Arena) -> None:
    office, other, idea_id = Office(arena), Office(arena), await post(arena.person())
    elsewhere = await post(arena.person())
    first = await office.answer(idea_id)
    with_reason = {"corrects": first.id, "because": WHY}
    assert (await begin(other.writer, idea_id, other.number, **with_reason)).status_code == 404
    assert (await begin(office.writer, elsewhere, office.number, **with_reason)).status_code == 404
    silent = await begin(office.writer, idea_id, office.number, corrects=first.id)
    assert silent.status_code == 422
    assert "f-because" in silent.text
    form = seen(await office.writer.get(f"/de/ideas/{idea_id}/answer?office={office.number}&corrects={first.id}"))
    assert "mit drei Ämtern" in form
    await office.answer(idea_id, "qualified", due=in_days(10), **with_reason)
    again = await begin(office.writer, idea_id, office.number, **with_reason)
    assert again.status_code == 409


async def test_a_correction_never_moves_a_promise_to_a_later_day(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    first = await office.answer(idea_id, due=in_days(10))
    later = await begin(office.writer, idea_id, office.number, corrects=first.id, because=WHY, due=in_days(11))
    assert later.status_code == 422
    assert "nicht nach hinten" in seen(later)
    await office.answer(idea_id, corrects=first.id, because=WHY, due=in_days(9))
    assert await store.read(promises_of, idea_id) == ["replaced", "open"]
    idea: Any = await store.read(row_of, idea_id)
    assert idea.answer_due == day(9)


async def test_a_correction_takes_the_step_that_the_corrected_answer_took(arena: Arena) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    await office.answer(idea_id, "qualified")
    second = await office.answer(idea_id, "accepted")
    back = await begin(office.writer, idea_id, office.number, "considering", corrects=second.id, because=WHY)
    assert back.status_code == 422
    assert "nähme still zurück" in seen(back)
    assert (await office.answer(idea_id, "qualified", corrects=second.id, because=WHY)).place == 2


async def test_what_was_followed_by_something_is_corrected_in_its_words_alone(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    first = await office.answer(idea_id, "considering")
    await office.answer(idea_id, "accepted", due=in_days(50))
    words = f"{REASON} Es waren vier Ämter."
    fixed = await office.answer(idea_id, "rejected", corrects=first.id, because=WHY, markdown=words)
    assert (fixed.state, fixed.due, fixed.place) == ("considering", day(30), 1)
    idea: Any = await store.read(row_of, idea_id)
    assert (idea.answer_state, idea.answer_due) == ("accepted", day(50))
    assert await store.read(promises_of, idea_id) == ["kept", "open"]
    third = await office.answer(idea_id, "rejected")
    assert third.place == 3
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_a_missed_promise_is_not_corrected_away(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    first = await office.answer(idea_id, due=in_days(3))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=5)):
        await settle_due(store)
        fixed = await office.answer(idea_id, "rejected", corrects=first.id, because=WHY)
        assert (fixed.state, fixed.due) == ("considering", first.due)
        assert await store.read(promises_of, idea_id) == ["missed"]
        idea: Any = await store.read(row_of, idea_id)
        assert idea.answer_due == first.due
    assert await store.read(kinds, idea_id) == ["ideas.publish", "answers.publish", "answers.miss", "answers.correct"]
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_a_correction_that_came_too_late_is_refused_when_it_is_published(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person(), title="Der lange Weg")
    first = await office.answer(idea_id, due=in_days(3))
    number = await office.approved(idea_id, "rejected", corrects=first.id, because=WHY)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=5)):
        await settle_due(store)
        reply = await office.publish(f"{number}.1")
        assert reply.status_code == 422
        assert "„Der lange Weg“: Auf diese Antwort folgte schon etwas" in seen(reply)
        late = await office.writer.get(f"/de/answer-drafts/{number}")
        assert "berichtigen lassen sich hier nur die Worte" in seen(late)
    assert len(await store.read(answers_to, idea_id)) == 1


async def test_the_database_itself_keeps_what_was_answered(arena: Arena, store: Store) -> None:
    office, idea_id = Office(arena), await post(arena.person())
    given = await office.answer(idea_id)

    def change(tx: Tx) -> None:
        tx.db.execute(update(Answer).where(Answer.id == given.id).values(markdown="Etwas anderes."))

    def remove(tx: Tx) -> None:
        tx.db.execute(delete(Answer).where(Answer.id == given.id))

    for act in (change, remove):
        with pytest.raises(DBAPIError, match="only added to"):
            await store.write(act)
    assert len(await store.read(answers_to, idea_id)) == 1
