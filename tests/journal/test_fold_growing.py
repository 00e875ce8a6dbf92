"""The same where ideas grow together: whatever is proposed, agreed to and refused, of old ideas and of new ones."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

import arena.app  # noqa: F401 - every noun has said where an idea stands by its tables
from arena.errors import Refusal
from arena.growing.agree import agree
from arena.growing.along import move_commitment
from arena.growing.end import decline, take_back
from arena.growing.model import Lineage, Proposal
from arena.growing.propose_merge import Merge, propose_merge
from arena.growing.propose_split import Split, propose_split
from arena.growing.say import Texts
from arena.ideas.answer import accept
from arena.ideas.join import Offer, join
from arena.ideas.leave import leave
from arena.ideas.model import Idea
from arena.ideas.team_model import ROLES, Commitment
from arena.ideas.withdraw import withdraw
from arena.journal.fold import folded, standing
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from arena.strategy.load import strategies
from arena.voice import Voice
from bench.fresh import store_on
from tests.ideas.sown import sow
from tests.people import _person

PEOPLE, IDEAS = 3, 3


class Stage:
    """A store, a few people, and the ideas a sequence began with."""

    def __init__(self, store: Store, people: list[Voice]) -> None:
        self.store, self.people, self.first = store, people, 0

    def begin(self) -> None:
        """Three ideas of two people."""
        self.first = self.store.write_now(lambda tx: [sow(tx, self.people[n // 2]) for n in range(IDEAS)])[0]

    def ideas(self, db: Connection) -> list[int]:
        """All ideas of the sequence, those that came out of others included."""
        return list(db.execute(select(Idea.id).where(Idea.id >= self.first).order_by(Idea.id)).scalars())


Try = Callable[[Tx, Voice, list[int], int], object]


def _propose(way: str) -> Try:
    def attempt(tx: Tx, voice: Voice, ideas: list[int], n: int) -> object:
        one, other = ideas[n % len(ideas)], ideas[n // 5 % len(ideas)]
        texts = Texts(f"Zusammen {n % 4}", "Zwei werden eins.") if way == "new" or n % 2 else None
        rev = tx.db.execute(select(Idea.rev).where(Idea.id == other)).scalar_one()
        wanted = Merge(one, other, "" if n % 11 == 0 else "Wir wollen dasselbe.", texts, rev, way == "new")
        return propose_merge(tx, voice, wanted, strategies(tx.db))

    return attempt


def _split(tx: Tx, voice: Voice, ideas: list[int], n: int) -> object:
    part = Split("Zwei Dinge.", Texts(f"Ein Teil {n}", "Für sich."), [voice.actor_id])
    return propose_split(tx, voice, ideas[n % len(ideas)], part, strategies(tx.db))


def _answer(act: Callable[..., object], *more: Any) -> Try:
    """An act on one of the proposals about these ideas; where there is none, on one that never was."""

    def attempt(tx: Tx, voice: Voice, ideas: list[int], n: int) -> object:
        about = select(Proposal.id).where(Proposal.from_id.in_(ideas)).order_by(Proposal.state != "open", Proposal.id)
        found = tx.db.execute(about).scalars().all()
        known = [strategies(tx.db)] if act is agree else []
        return act(tx, voice, found[n % len(found)] if found else 10**9, *more, *known)

    return attempt


def _commitment(act: Callable[..., object], *more: Any) -> Try:
    def attempt(tx: Tx, voice: Voice, ideas: list[int], n: int) -> object:
        of = select(Commitment.id).where(Commitment.idea_id.in_(ideas)).order_by(Commitment.id)
        found = tx.db.execute(of).scalars().all()
        return act(tx, voice, found[n % len(found)] if found else 10**9, *more)

    return attempt


def _join(tx: Tx, voice: Voice, ideas: list[int], n: int) -> object:
    return join(tx, voice, ideas[n % len(ideas)], Offer(ROLES[n // 3 % len(ROLES)], f"Ich bringe {n} mit"))


def _withdraw(tx: Tx, voice: Voice, ideas: list[int], n: int) -> object:
    return withdraw(tx, voice, ideas[n % len(ideas)], "Es gibt das schon.")


ACTS: dict[str, Try] = {
    "merge": _propose("into"),
    "unite": _propose("new"),
    "split": _split,
    "agree": _answer(agree, "Gern."),
    "decline": _answer(decline, "Lieber nicht."),
    "take back": _answer(take_back),
    "join": _join,
    "accept": _commitment(accept, "Willkommen."),
    "leave": _commitment(leave, "Ich ziehe um."),
    "move": _commitment(move_commitment, True),
    "withdraw": _withdraw,
}
OFTEN = {"unite": 8, "agree": 8, "join": 6, "accept": 6, "take back": 6, "withdraw": 1}
tries = st.tuples(
    st.sampled_from([name for name in ACTS for _ in range(OFTEN.get(name, 4))]),
    st.integers(0, PEOPLE - 1),
    st.integers(0, 60),
)


@pytest.fixture(scope="module")
def stage(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A store to try things on, with a few people, on both databases."""
    url = database
    if database.startswith("sqlite"):
        url = f"sqlite:///{tmp_path_factory.mktemp('fold') / 'growing.db'}"
    store = store_on(url)
    names = [f"Wachsend {n}" for n in range(PEOPLE)]
    yield Stage(store, [store.write_now(_voice, name) for name in names])
    store.close()


def _voice(tx: Tx, name: str) -> Voice:
    return _person(tx, name, f"{name.replace(' ', '-')}-{tx.now.timestamp()}@example.org")[0]


def _entries(db: Connection, ideas: list[int]) -> dict[int, list[int]]:
    rows = select(JournalEntry.idea_id, JournalEntry.no).where(JournalEntry.idea_id.in_(ideas))
    found: dict[int, list[int]] = {idea_id: [] for idea_id in ideas}
    for row in db.execute(rows.order_by(JournalEntry.id)):
        found[row.idea_id].append(row.no)
    return found


def _stands(stage: Stage) -> None:
    """Every journal counts without a gap and folds to where its idea stands; what ended leads on to what it became."""
    store = stage.store
    ideas = store.read_now(stage.ideas)
    for idea_id, numbers in store.read_now(_entries, ideas).items():
        assert numbers == list(range(1, len(numbers) + 1))
        assert store.read_now(folded, idea_id) == store.read_now(standing, idea_id)
        ended = store.read_now(lambda db, one=idea_id: db.execute(select(Idea.merged_into).filter_by(id=one)).scalar())
        led = select(Lineage.to_id).filter_by(from_id=idea_id, kind="merge")
        assert store.read_now(lambda db, led=led: list(db.execute(led).scalars())) == ([ended] if ended else [])


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(tries, min_size=5, max_size=30))
def test_journals_of_ideas_that_grow_together_fold_to_where_they_stand(
    stage: Stage, sequence: list[tuple[str, int, int]]
) -> None:
    stage.begin()
    for name, who, number in sequence:
        ideas = stage.store.read_now(stage.ideas)
        before = stage.store.read_now(_entries, ideas)
        try:
            stage.store.write_now(ACTS[name], stage.people[who], ideas, number)
        except Refusal:
            assert stage.store.read_now(stage.ideas) == ideas, name
            assert stage.store.read_now(_entries, ideas) == before, name
    _stands(stage)


def test_each_of_these_acts_happens_and_is_refused(stage: Stage) -> None:
    """A property over acts that never happen, or always do, would hold for nothing."""
    done: set[str] = set()
    refused: set[str] = set()
    for turn in range(30):
        if done == refused == ACTS.keys():
            break
        dice = Random(turn)
        stage.begin()
        for _ in range(60):
            name = dice.choice([one for one in ACTS for _ in range(OFTEN.get(one, 4))])
            ideas = stage.store.read_now(stage.ideas)
            try:
                stage.store.write_now(ACTS[name], dice.choice(stage.people), ideas, dice.randrange(61))
            except Refusal:
                refused.add(name)
                continue
            done.add(name)
        _stands(stage)
    assert done == ACTS.keys()
    assert refused == ACTS.keys()
