"""The same on the later path: profile, project, answers, suggestions and measures, in whatever order they are tried."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

import arena.app  # noqa: F401 - every noun has said where an idea stands by its tables
from arena.answers.draft import approve
from arena.answers.draft import begin as prepare
from arena.answers.grant import grant
from arena.answers.model import AnswerDraft
from arena.answers.publish import publish_drafts
from arena.answers.say import prepare_answer
from arena.errors import Refusal
from arena.growing import answer_suggestion as suggestions
from arena.growing.model import Suggestion
from arena.growing.suggest import Wanted, suggest
from arena.growing.suggest import take_back as take_suggestion_back
from arena.ideas.answer import accept
from arena.ideas.join import Offer, join
from arena.ideas.model import Idea
from arena.journal.fold import folded, standing
from arena.journal.model import JournalEntry
from arena.measures.advance import finish, set_phase, set_status
from arena.measures.agree import agree, decline, take_back
from arena.measures.begin import begin as begin_measure
from arena.measures.outline import Outline
from arena.projects.begin import begin as begin_project
from arena.projects.begin import step_back
from arena.projects.model import Milestone, Risk
from arena.projects.plan import Planned, plan
from arena.projects.risk import RiskText, close_risk, name_risk, reopen_risk
from arena.projects.settle import MOVES, settle
from arena.sheets.model import SheetPart
from arena.sheets.parts import NEEDED
from arena.sheets.write import write
from arena.store import Store, Tx
from arena.strategy.load import strategies
from arena.voice import Voice
from arena.words.words import local_day
from bench.fresh import store_on
from tests.ideas.sown import sow
from tests.people import _organisation, _person

PARTS = (*NEEDED["project"], *NEEDED["measure"])
STATES = ("considering", "qualified", "accepted", "rejected")


class Cast(msgspec.Struct):
    """A company that carries the idea, two people of an office, and a neighbour."""

    carrier: Voice
    writer: Voice
    checker: Voice
    neighbour: Voice

    def one(self, number: int) -> Voice:
        """Somebody; mostly those who may."""
        return (self.carrier, self.carrier, self.writer, self.neighbour)[number % 4]


Try = Callable[[Tx, Cast, int, int], object]


def _nth(db: Connection, column: Any, idea_id: int, number: int) -> int:
    table = column.class_
    found = db.execute(select(column).where(table.idea_id == idea_id).order_by(column)).scalars().all()
    return int(found[number % len(found)]) if found else 10**9


def _write(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    part = PARTS[n % len(PARTS)]
    rev = tx.db.execute(select(SheetPart.rev).filter_by(idea_id=idea_id, part=part)).scalar() or 0
    return write(tx, cast.one(n), idea_id, part, "" if n % 13 == 12 else f"Fassung {n}", rev)


def _begin_project(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    return begin_project(tx, cast.one(n), idea_id, "Es ist so weit.")


def _step_back(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    return step_back(tx, cast.one(n), idea_id, "Noch nicht.")


def _plan(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    parent = _nth(tx.db, Milestone.id, idea_id, n) if n % 3 == 0 else None
    return plan(
        tx, cast.one(n), idea_id, Planned(f"Stein {n}", local_day(tx.now) + timedelta(n + 1), n % 5 + 1, parent)
    )


def _settle(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    return settle(tx, cast.one(n), _nth(tx.db, Milestone.id, idea_id, n), sorted(MOVES)[n % 3], "So ist es.")


def _risk(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    if n % 2:
        return name_risk(tx, cast.one(n), idea_id, RiskText(f"Regen {n}", "low", "high", "Planen"))
    act = close_risk if n % 4 else reopen_risk
    return act(tx, cast.one(n // 2), _nth(tx.db, Risk.id, idea_id, n), "Vorbei.")


def _answer(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    state = STATES[n % 4]
    due = "" if state == "rejected" else (local_day(tx.now) + timedelta(n + 1)).isoformat()
    draft = prepare(
        tx,
        cast.writer,
        idea_id,
        prepare_answer(state, due, f"Weil es {n} gute Gründe dafür gibt.", "", correcting=False),
    )
    rev = tx.db.execute(select(AnswerDraft.rev).filter_by(id=draft)).scalar_one()
    approve(tx, cast.checker if n % 5 else cast.writer, draft, rev)
    return publish_drafts(tx, cast.writer, cast.writer.actor_id, {draft: rev})


def _suggest(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    idea = tx.db.execute(select(Idea.__table__).where(Idea.id == idea_id)).one()
    texts = msgspec.structs.replace(suggestions.present(idea), summary=f"Anders gesagt {n}")
    return suggest(tx, cast.neighbour, idea_id, Wanted(texts, idea.rev, "Klarer so."))


def _settle_suggestion(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    no = _nth(tx.db, Suggestion.no, idea_id, n)
    if n % 3 == 0:
        return suggestions.decline(tx, cast.one(n), idea_id, no, "Bleibt so.")
    if n % 3 == 1:
        return take_suggestion_back(tx, cast.neighbour, idea_id, no)
    rev = tx.db.execute(select(Idea.rev).where(Idea.id == idea_id)).scalar_one()
    return suggestions.accept(tx, cast.carrier, idea_id, no, rev, "Gern.", strategies(tx.db))


def _measure(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    kind = ("network", "central", "decentral", "network")[n % 4]
    outline = Outline(kind, "running" if n % 2 else "planned", n % 5 + 1, cast.carrier.actor_id)
    return begin_measure(tx, cast.one(n // 4), idea_id, outline, "Damit es weitergeht.")


def _respond(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    return (agree, agree, decline, take_back)[n % 4](tx, cast.one(n // 4), idea_id, "So wollen wir es.")


def _advance(tx: Tx, cast: Cast, idea_id: int, n: int) -> object:
    voice = cast.one(n // 5)
    if n % 5 == 0:
        return finish(tx, voice, idea_id, "Geschafft.")
    if n % 5 == 1:
        return set_status(tx, voice, idea_id, "running" if n % 2 else "planned", "Es läuft.")
    return set_phase(tx, voice, idea_id, n % 6, "Ein Schritt.")


ACTS: list[Try] = [
    *(_write, _step_back, _begin_project, _plan, _settle, _risk, _answer),
    *(_suggest, _settle_suggestion, _measure, _respond, _advance),
]


@pytest.fixture(scope="module")
def stage(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Cast]]:
    """A store to try things on, with the cast."""
    url = database
    if database.startswith("sqlite"):
        url = f"sqlite:///{tmp_path_factory.mktemp('fold') / 'path.db'}"
    store = store_on(url)
    yield store, store.write_now(_cast)
    store.close()


def _cast(tx: Tx) -> Cast:
    people = [_person(tx, f"Person {n}", f"path{n}-{tx.now.timestamp()}@example.org")[0] for n in range(4)]
    company = _organisation(tx, people[0].person_id, "business", "Gartenbau", True)
    office = _organisation(tx, people[1].person_id, "administration", "Amt", True)
    grant(tx, office)
    carrier = Voice(people[0].person_id, company, "", "", "business")
    writer, checker = (Voice(one.person_id, office, "", "", "administration") for one in people[1:3])
    return Cast(carrier, writer, checker, people[3])


def _project(tx: Tx, cast: Cast) -> int:
    """An idea that may become a project."""
    idea_id = sow(tx, cast.carrier)
    accept(tx, cast.carrier, join(tx, cast.neighbour, idea_id, Offer("contribute", "Ich grabe")), "Gern.")
    for part in NEEDED["project"]:
        write(tx, cast.carrier, idea_id, part, "Steht da.", 0)
    begin_project(tx, cast.carrier, idea_id, "Wir sind so weit.")
    return idea_id


def _numbers(db: Connection, idea_id: int) -> list[int]:
    return list(db.execute(select(JournalEntry.no).filter_by(idea_id=idea_id).order_by(JournalEntry.id)).scalars())


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(ACTS) - 1), st.integers(0, 59)), min_size=5, max_size=20))
def test_the_later_path_folded_is_where_an_idea_stands(
    stage: tuple[Store, Cast], sequence: list[tuple[int, int]]
) -> None:
    store, cast = stage
    idea_id = store.write_now(_project, cast)
    for act, number in sequence:
        before = len(store.read_now(_numbers, idea_id))
        try:
            store.write_now(ACTS[act], cast, idea_id, number)
        except Refusal:
            assert len(store.read_now(_numbers, idea_id)) == before
    numbers = store.read_now(_numbers, idea_id)
    assert numbers == list(range(1, len(numbers) + 1))
    assert store.read_now(folded, idea_id) == store.read_now(standing, idea_id)


def test_each_of_these_acts_happens(stage: tuple[Store, Cast]) -> None:
    """A property over acts that are always refused would hold for nothing."""
    store, cast = stage
    idea_id = store.write_now(_project, cast)
    done: set[str] = set()
    for act in ACTS:
        for number in range(12):
            try:
                store.write_now(act, cast, idea_id, number)
            except Refusal:
                continue
            done.add(act.__name__)
    assert done == {act.__name__ for act in ACTS}
    assert store.read_now(folded, idea_id) == store.read_now(standing, idea_id)
