"""The journal folded is where an idea stands, after whatever acts people try, those that are refused included."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import arena.app  # noqa: F401 - every noun has said where an idea stands by its tables
from arena.errors import Refusal
from arena.ideas.answer import accept, decline
from arena.ideas.ask import ask_for
from arena.ideas.join import Offer, join
from arena.ideas.leave import leave, release
from arena.ideas.model import Idea
from arena.ideas.needs import need_texts
from arena.ideas.progress import confirm, fulfil, start
from arena.ideas.publish import publish
from arena.ideas.revise import revise
from arena.ideas.tags import tags_of, text_of
from arena.ideas.team_model import ROLES, Commitment
from arena.ideas.text import NeedText
from arena.ideas.withdraw import withdraw
from arena.journal.fold import folded, standing
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from arena.strategy.load import strategies
from arena.voice import Voice
from bench.fresh import store_on
from tests.ideas.sown import sow
from tests.people import _person

PEOPLE, IDEAS = 3, 2
# An act as a test tries it: whose idea, in whose voice, and a number to choose from what there is.
Try = Callable[[Tx, Voice, int, int], object]


def _commitment(act: Callable[..., object], *words: str) -> Try:
    """An act on one of the idea's commitments; where there is none, on one that never was."""

    def attempt(tx: Tx, voice: Voice, idea_id: int, number: int) -> object:
        mine = select(Commitment.id).where(Commitment.idea_id == idea_id).order_by(Commitment.id)
        found = tx.db.execute(mine).scalars().all()
        return act(tx, voice, found[number % len(found)] if found else 10**9, *words)

    return attempt


def _publish(tx: Tx, voice: Voice, idea_id: int, _: int) -> object:
    return publish(tx, voice, idea_id)


def _revise(tx: Tx, voice: Voice, idea_id: int, number: int) -> object:
    idea = tx.db.execute(select(Idea.__table__).where(Idea.id == idea_id)).one()
    text = msgspec.structs.replace(text_of(idea, tags_of(tx.db, idea_id)), needs=need_texts(tx.db, idea_id))
    text = msgspec.structs.replace(text, title=f"Der Titel Nummer {number % 5}")
    note = "" if number % 7 == 0 else "Besser gesagt"
    return revise(tx, voice, idea_id, text, note, idea.rev - (number % 3 == 0), strategies(tx.db))


def _join(tx: Tx, voice: Voice, idea_id: int, number: int) -> object:
    what = "" if number % 6 == 0 else f"Ich bringe {number} mit"
    return join(tx, voice, idea_id, Offer(ROLES[number % len(ROLES)], what), f"{idea_id}-{number % 4}")


def _ask(tx: Tx, voice: Voice, idea_id: int, number: int) -> object:
    until = date(2020, 1, 1) if number % 5 == 0 else None
    return ask_for(tx, voice, idea_id, NeedText("space", f"Ein Raum {number % 3}", until=until))


def _withdraw(tx: Tx, voice: Voice, idea_id: int, number: int) -> object:
    return withdraw(tx, voice, idea_id, "" if number % 2 else "Es gibt das schon.")


# Acts of later nouns are added here: whatever writes into the journal belongs into this list.
ACTS: dict[str, Try] = {
    "publish": _publish,
    "revise": _revise,
    "join": _join,
    "ask": _ask,
    "accept": _commitment(accept),
    "decline": _commitment(decline, "Das passt gerade nicht."),
    "start": _commitment(start),
    "fulfil": _commitment(fulfil),
    "confirm": _commitment(confirm, "Danke dafür."),
    "leave": _commitment(leave, "Ich ziehe um."),
    "release": _commitment(release, "Wir danken."),
    "withdraw": _withdraw,
}
tries = st.tuples(
    # Withdrawing ends nearly everything else, so it is tried seldom.
    st.sampled_from([name for name in ACTS for _ in range(1 if name == "withdraw" else 4)]),
    st.integers(0, PEOPLE - 1),
    st.integers(0, IDEAS - 1),
    st.integers(0, 60),
)


@pytest.fixture(scope="module")
def stage(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Voice]]]:
    """A store to try things on, with a few people; both databases, as one of them has triggers of another making."""
    url = database
    if database.startswith("sqlite"):
        url = f"sqlite:///{tmp_path_factory.mktemp('fold') / 'fold.db'}"
    store = store_on(url)
    yield store, [store.write_now(_voice, f"Versuch {n}") for n in range(PEOPLE)]
    store.close()


def _voice(tx: Tx, name: str) -> Voice:
    return _person(tx, name, f"{uuid4().hex}@example.org")[0]


def _entries(db: Any, ideas: list[int]) -> dict[int, list[int]]:
    rows = select(JournalEntry.idea_id, JournalEntry.no).where(JournalEntry.idea_id.in_(ideas))
    found: dict[int, list[int]] = {idea_id: [] for idea_id in ideas}
    for row in db.execute(rows.order_by(JournalEntry.id)):
        found[row.idea_id].append(row.no)
    return found


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(tries, min_size=5, max_size=30))
def test_a_journal_folded_is_where_an_idea_stands_whatever_is_tried(
    stage: tuple[Store, list[Voice]], sequence: list[tuple[str, int, int, int]]
) -> None:
    store, people = stage
    ideas = store.write_now(lambda tx: [sow(tx, people[0], publish=n == 0) for n in range(IDEAS)])
    seen = store.read_now(_entries, ideas)
    for name, who, which, number in sequence:
        idea_id, before = ideas[which], seen
        try:
            store.write_now(ACTS[name], people[who], idea_id, number)
            refused = False
        except Refusal:
            refused = True
        seen = store.read_now(_entries, ideas)
        others = {one: seen[one] for one in ideas if one != idea_id}
        assert others == {one: before[one] for one in others}, name
        assert len(seen[idea_id]) - len(before[idea_id]) in ((0,) if refused else (0, 1)), (name, refused)
    for idea_id in ideas:
        assert seen[idea_id] == list(range(1, len(seen[idea_id]) + 1))
        assert store.read_now(folded, idea_id) == store.read_now(standing, idea_id)


def test_every_kind_of_act_is_both_carried_out_and_refused(stage: tuple[Store, list[Voice]]) -> None:
    """A property over acts that never happen would hold for nothing: each of them is seen to work and to be refused."""
    store, (author, other, _) = stage
    idea_id, drafted = store.write_now(lambda tx: [sow(tx, author), sow(tx, author, publish=False)])
    steps: list[tuple[str, Voice, int, int]] = [
        ("publish", author, drafted, 1),
        ("join", other, idea_id, 1),
        ("decline", author, idea_id, 1),
        ("join", other, idea_id, 2),
        ("accept", author, idea_id, 2),
        ("start", other, idea_id, 2),
        ("fulfil", other, idea_id, 2),
        ("confirm", author, idea_id, 2),
        ("join", other, idea_id, 3),
        ("leave", other, idea_id, 3),
        ("join", other, drafted, 5),
        ("accept", author, drafted, 1),
        ("release", author, drafted, 1),
        ("ask", author, idea_id, 1),
        ("revise", author, idea_id, 1),
        ("withdraw", author, idea_id, 2),
    ]
    for name, voice, one, number in steps:
        before = len(store.read_now(_entries, [one])[one])
        store.write_now(ACTS[name], voice, one, number)
        assert len(store.read_now(_entries, [one])[one]) == before + 1, name
    assert {name for name, *_ in steps} == ACTS.keys()
    for name, act in ACTS.items():
        with pytest.raises(Refusal):
            store.write_now(act, other, idea_id, 1)
        assert name
    assert store.read_now(folded, idea_id) == store.read_now(standing, idea_id)
