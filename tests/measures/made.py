"""Measures for tests: made through the door as a browser would, with everybody who has a say in them."""

from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select, update

from arena.answers.grant import grant
from arena.ideas.answer import accept
from arena.ideas.join import Offer, join
from arena.ideas.model import Idea
from arena.journal.fold import folded, standing
from arena.journal.model import JournalEntry
from arena.measures.model import Indicator, IndicatorValue, Measure
from arena.sheets.parts import NEEDED
from arena.sheets.write import write
from arena.store import Tx
from arena.voice import Voice
from tests.answers.offices import Office
from tests.ideas.posted import post
from tests.people import Answer, Arena, Someone


def office_in(arena: Arena) -> tuple[Someone, int]:
    """Somebody who speaks for an office of the administration, and the office's number."""
    official, office = arena.member("administration")
    arena.store.write_now(grant, office)
    return official, office


class Cast:
    """A project carried by a company, an office of the administration, and everybody who has no say."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.carrier, self.company = arena.member("business")
        self.official, self.office = office_in(arena)
        self.stranger, self.visitor = arena.person(), arena.visitor()
        self.science, self.institute = arena.member("science")
        self.idea = 0

    @property
    def outsiders(self) -> list[tuple[Someone, int]]:
        """Those who may do nothing with the measure, and the names they act in; an official for themselves, too."""
        own = [(one, one.id) for one in (self.stranger, self.carrier, self.official)]
        return [*own, (self.science, self.institute)]

    async def act(self, act: str, who: Someone, name: int, **typed: Any) -> Answer:
        """Send the form of an act in a name."""
        form = {"why": "Weil es Zeit ist.", **typed, "speak_as": str(name)}
        return await who.post(f"/de/ideas/{self.idea}/measure/{act}", form)

    async def carry(self, act: str, **typed: Any) -> Answer:
        """The same for whoever carries the idea."""
        return await self.act(act, self.carrier, self.company, **typed)

    async def decide(self, act: str, **typed: Any) -> Answer:
        """The same for the office."""
        return await self.act(act, self.official, self.office, **typed)

    def outline(self, **changes: Any) -> dict[str, str]:
        """What the form of a beginning says."""
        told = {"type": "central", "status": "planned", "phase": "1", "responsible": self.office}
        return {name: str(value) for name, value in (told | changes).items()}

    async def figure(self, **changes: Any) -> Answer:
        """Add a figure as the carrier."""
        form = {"kind": "output", "name": "Gepflanzte Bäume", "unit": "Bäume", "adds": "yes", "speak_as": self.company}
        return await self.carrier.post(f"/de/ideas/{self.idea}/measure/figures", form | changes)

    async def value(self, figure: int, value: str, day: str, **changes: Any) -> Answer:
        """Add a value as the carrier."""
        form: dict[str, Any] = {"value": value, "day": day, "source": "Gezählt", "client_key": uuid4().hex}
        return await self.carrier.post(f"/de/figures/{figure}/values", form | {"speak_as": self.company} | changes)


async def project(arena: Arena, **changes: Any) -> Cast:
    """A project with its cast."""
    cast = Cast(arena)
    cast.idea = await post(cast.carrier, speak_as=str(cast.company), kind="project", **changes)
    return cast


async def central(arena: Arena, **changes: Any) -> Cast:
    """A central measure that runs, in phase 2."""
    cast = await project(arena)
    outline = cast.outline(**({"status": "running", "phase": 2, "responsible": cast.office} | changes))
    answer = await cast.decide("begin", **outline)
    assert answer.status_code == 303, answer.text
    return cast


def stored(db: Connection, idea_id: int) -> tuple[Any, ...]:
    """Where an idea stands: stage, type, status, phase."""
    row = db.execute(
        select(Idea.stage, Idea.measure_type, Idea.measure_status, Idea.measure_phase).filter_by(id=idea_id)
    )
    return tuple(row.one())


def measure_in(db: Connection, idea_id: int) -> Any:
    """The measure as it is stored."""
    return db.execute(select(Measure.__table__).where(Measure.idea_id == idea_id)).first()


def kinds_of(db: Connection, idea_id: int) -> list[str]:
    """The acts in an idea's journal that concern its measure, without the noun."""
    kinds = db.execute(select(JournalEntry.kind).filter_by(idea_id=idea_id).order_by(JournalEntry.no)).scalars()
    return [kind.split(".")[1] for kind in kinds if kind.startswith("measures.")]


def last_entry(db: Connection, idea_id: int) -> Any:
    """The newest entry of an idea's journal."""
    mine = select(JournalEntry.__table__).where(JournalEntry.idea_id == idea_id)
    return db.execute(mine.order_by(JournalEntry.no.desc()).limit(1)).one()


def agrees(db: Connection, idea_id: int) -> bool:
    """Whether the journal folded is where the idea stands."""
    return folded(db, idea_id) == standing(db, idea_id)


def figures_in(db: Connection, idea_id: int) -> list[Any]:
    """The figures of a measure as they are stored."""
    return list(db.execute(select(Indicator.__table__).where(Indicator.idea_id == idea_id).order_by(Indicator.id)))


def values_in(db: Connection, figure: int) -> list[Any]:
    """The values of a figure as they are stored."""
    mine = select(IndicatorValue.__table__).where(IndicatorValue.indicator_id == figure)
    return list(db.execute(mine.order_by(IndicatorValue.id)))


async def make_ready(cast: Cast) -> None:
    """Let an idea have all that a network measure must have, by the acts that lead there; only voices are counted."""
    office = Office(cast.arena)
    await cast.arena.store.write(_ready, cast, office)


def _ready(tx: Tx, cast: Cast, office: Office) -> None:
    member = Voice(cast.science.id, cast.institute, "", "", "science")
    carrier = Voice(cast.carrier.id, cast.company, "", "", "business")
    accept(tx, carrier, join(tx, member, cast.idea, Offer("contribute", "Wir messen nach")), "Gern.")
    for part in (*NEEDED["project"], *NEEDED["measure"]):
        write(tx, carrier, cast.idea, part, "Dazu gehört dies.", 0)
    office.act(tx, cast.idea, "qualified")
    tx.db.execute(update(Idea).where(Idea.id == cast.idea).values(assessed_count=5))


def as_stage(tx: Tx, idea_id: int, stage: str, progress: int | None = None) -> None:
    """Let an idea be at a stage without the acts that lead there."""
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(stage=stage, progress=progress))
