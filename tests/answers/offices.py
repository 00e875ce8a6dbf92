"""Offices for tests: two people who speak for one, and what they do through the door."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from arena.actors.model import Membership
from arena.answers.draft import approve
from arena.answers.draft import begin as start
from arena.answers.grant import grant
from arena.answers.model import Answer, AnswerDraft, Promise
from arena.answers.publish import publish_drafts
from arena.answers.say import prepare_answer
from arena.ideas.count import today
from arena.journal.model import JournalEntry
from arena.store import Tx
from arena.voice import Voice
from tests.people import Answer as Reply
from tests.people import Arena, Someone

REASON = "Wir haben die Idee gelesen und **mit drei Ämtern** gesprochen; hier steht, was dabei herauskam."


class Office:
    """An organisation of the administration that may answer, and two of its members."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.writer, self.number = arena.member("administration")
        self.checker = arena.person()
        arena.store.write_now(join, self.number, self.checker.id)
        arena.store.write_now(grant, self.number)

    async def draft(self, idea_id: int, answer: str = "considering", by: Someone | None = None, **more: Any) -> int:
        """Save a draft; returns its number."""
        reply = await begin(by or self.writer, idea_id, self.number, answer, **more)
        assert reply.status_code == 303, reply.text
        return draft_of(reply)

    async def approved(self, idea_id: int, answer: str = "considering", **more: Any) -> int:
        """Save a draft and have it approved; returns its number."""
        number = await self.draft(idea_id, answer, **more)
        reply = await self.checker.post(f"/de/answer-drafts/{number}/approve", {"rev": 1})
        assert reply.status_code == 303, reply.text
        return number

    async def publish(self, *drafts: str, by: Someone | None = None) -> Reply:
        """Publish drafts, each named with the version that was read, such as `7.1`."""
        return await (by or self.writer).post(f"/de/offices/{self.number}/publish", {"drafts[]": list(drafts)})

    async def answer(self, idea_id: int, answer: str = "considering", **more: Any) -> Any:
        """Answer an idea, all the way; returns the answer as it is stored."""
        number = await self.approved(idea_id, answer, **more)
        reply = await self.publish(f"{number}.1")
        assert reply.status_code == 303, reply.text
        return (await self.arena.store.read(answers_to, idea_id))[-1]

    def act(self, tx: Tx, idea_id: int, answer: str = "considering") -> None:
        """The same by the acts alone, where many are needed."""
        voices = [Voice(one.id, self.number, "", "", "administration") for one in (self.writer, self.checker)]
        said = prepare_answer(answer, "" if answer == "rejected" else in_days(5), REASON, "", correcting=False)
        number = start(tx, voices[0], idea_id, said)
        approve(tx, voices[1], number, 1)
        publish_drafts(tx, voices[0], self.number, {number: 1})


def join(tx: Tx, organisation: int, person: int) -> None:
    """Give a person a mandate."""
    mandate = {"mandate": "Sachbearbeitung", "steward": False, "state": "active", "since": tx.now}
    tx.db.execute(insert(Membership).values(organisation_id=organisation, person_id=person, **mandate))


def in_days(days: int) -> str:
    """A day as a form sends it."""
    return day(days).isoformat()


def day(days: int) -> date:
    """The city's day so many days from now."""
    return today(datetime.now(UTC)) + timedelta(days=days)


def form(office_id: int, answer: str = "considering", **more: Any) -> dict[str, Any]:
    """The form of an answer as a browser sends it; None leaves a field out."""
    due = "" if answer == "rejected" else in_days(30)
    filled = {"office": office_id, "answer": answer, "due": due, "markdown": REASON} | more
    return {name: value for name, value in filled.items() if value is not None}


async def begin(someone: Someone, idea_id: int, office: int, answer: str = "considering", **more: Any) -> Reply:
    """Send the form of a new answer."""
    return await someone.post(f"/de/ideas/{idea_id}/answer", form(office, answer, **more))


def draft_of(reply: Reply) -> int:
    """The draft an answer leads to."""
    found = re.search(r"/answer-drafts/(\d+)", reply.headers["location"])
    assert found
    return int(found[1])


def answers_to(db: Connection, idea_id: int) -> list[Any]:
    """An idea's answers as they are stored."""
    return list(db.execute(select(Answer.__table__).where(Answer.idea_id == idea_id).order_by(Answer.no)))


def promises_of(db: Connection, idea_id: int) -> list[str]:
    """What became of an idea's promises, in their order."""
    return list(db.execute(select(Promise.state).where(Promise.idea_id == idea_id).order_by(Promise.no)).scalars())


def draft_row(db: Connection, number: int) -> Any:
    """A draft as it is stored."""
    return db.execute(select(AnswerDraft.__table__).where(AnswerDraft.id == number)).one()


def kinds(db: Connection, idea_id: int) -> list[str]:
    """The kinds of an idea's journal entries."""
    rows = select(JournalEntry.kind).where(JournalEntry.idea_id == idea_id).order_by(JournalEntry.no)
    return list(db.execute(rows).scalars())
