"""A project for tests: an organisation that carries it, somebody in its team, and strangers."""

from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from arena.ideas.join import Offer, join
from arena.ideas.model import Idea
from arena.ideas.step import step
from arena.journal.fold import folded, standing
from arena.journal.model import JournalEntry
from arena.projects.begin import begin
from arena.projects.model import Project
from arena.projects.plan import Planned, plan
from arena.sheets.parts import NEEDED
from arena.sheets.write import write
from arena.store import Tx
from arena.voice import Voice
from tests.days import today
from tests.ideas.sown import sow
from tests.people import Answer, Arena, Someone

SOON = today() + timedelta(days=30)


class Cast(msgspec.Struct):
    """A project with its people; the carrier speaks as the organisation."""

    arena: Arena
    idea: int
    carrier: Someone
    organisation: int
    member: Someone

    @property
    def voice(self) -> Voice:
        """The organisation's voice."""
        return Voice(self.carrier.id, self.organisation, "Person", "Verein", "civil-society")

    async def do(self, path: str, **form: Any) -> Answer:
        """Send a form as the carrier."""
        return await self.carrier.post(f"/de{path}", form | {"speak_as": self.organisation})

    def milestone(self, title: str = "Erster Test", weight: int = 1, under: int | None = None, days: int = 30) -> int:
        """Plan a milestone or a task."""
        due = today() + timedelta(days=days)
        return self.arena.store.write_now(plan, self.voice, self.idea, Planned(title, due, weight, under))

    def row(self) -> Any:
        """The idea as it is stored."""
        return self.arena.store.read_now(
            lambda db: db.execute(select(Idea.__table__).where(Idea.id == self.idea)).one()
        )

    def stored(self, table: Any, number: int) -> Any:
        """A row as it is stored."""
        return self.arena.store.read_now(lambda db: db.execute(select(table.__table__).where(table.id == number)).one())

    def kinds(self) -> list[str]:
        """The kinds of all entries in the journal that are about the project."""
        rows = select(JournalEntry.kind).where(JournalEntry.idea_id == self.idea).order_by(JournalEntry.no)
        found = self.arena.store.read_now(lambda db: db.execute(rows).scalars().all())
        return [kind for kind in found if kind.startswith("projects.")]

    def agrees(self) -> None:
        """The journal folded is where the tables say the project stands."""
        assert self.arena.store.read_now(folded, self.idea) == self.arena.store.read_now(standing, self.idea)


def start(arena: Arena, *, begun: bool = True) -> Cast:
    """An idea of an organisation with a member of another sector in its team, as a project or just before."""
    carrier, organisation = arena.member("civil-society")
    member = arena.person()
    voice = Voice(carrier.id, organisation, "Person", "Verein", "civil-society")
    idea = arena.store.write_now(_ready, voice, member)
    if begun:
        arena.store.write_now(begin, voice, idea, "Der Ort steht fest.")
    return Cast(arena, idea, carrier, organisation, member)


def _ready(tx: Tx, voice: Voice, member: Someone) -> int:
    assert member.voice
    idea = sow(tx, voice)
    _join(tx, member.voice, voice, idea)
    for part in NEEDED["project"]:
        write(tx, voice, idea, part, "Das haben wir vor.", 0)
    return idea


def _join(tx: Tx, who: Voice, carrier: Voice, idea: int) -> None:
    number = join(tx, who, idea, Offer(role="contribute", kind="time", what="Aufbauen", message="Gern"))
    step(tx, carrier, number, "accept")


def entry(db: Connection, idea: int) -> Any:
    """The newest entry of an idea's journal."""
    rows = select(JournalEntry.__table__).where(JournalEntry.idea_id == idea).order_by(JournalEntry.no.desc())
    return db.execute(rows).first()


def let_pass(tx: Tx, idea: int, days: int) -> None:
    """Let the day of the review be some days ago."""
    due = today() - timedelta(days=days)
    tx.db.execute(update(Project).where(Project.idea_id == idea).values(review_due=due))
