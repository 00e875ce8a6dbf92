"""The table of states: no sequence of acts leads outside, and what is counted is what is there."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from arena.errors import Refusal
from arena.ideas.join import Offer, join
from arena.ideas.needs import close_need, need_texts, reopen_need, write_needs
from arena.ideas.states import MOVES
from arena.ideas.step import step
from arena.ideas.team_model import STATES, CommitmentStep
from arena.ideas.text import NeedText
from arena.journal.fold import folded, standing
from arena.store import Store
from arena.voice import Voice
from tests.ideas.sown import commitments_in, counted, counters, needs_in, sow
from tests.people import Arena

NEEDS = (NeedText("time", "Nachmittage", 10, "Stunden"), NeedText("space", "Ein Raum"), NeedText("people", "Leute", 2))
whose = st.integers(0, 3)
# Who, in which role, to which need (3: none), how much; quarters add up exactly.
joins = st.tuples(
    st.just("join"),
    whose,
    st.sampled_from(["carry", "contribute", "test", "advise"]),
    st.integers(0, 3),
    st.none() | st.integers(1, 48).map(lambda n: n / 4),
)
steps = st.tuples(st.just("step"), whose, st.sampled_from(sorted(MOVES)), st.integers(0, 8), st.none())
closes = st.tuples(st.sampled_from(["close", "reopen", "rewrite"]), whose, st.none(), st.integers(0, 2), st.none())
acts = st.lists(joins | steps | steps | steps | closes, max_size=25)


def _carry_out(store: Store, idea: int, voices: list[Voice], act: tuple[Any, ...]) -> None:
    kind, who, how, which, amount = act
    needs, made = store.read_now(needs_in, idea), store.read_now(commitments_in, idea)
    if kind == "join":
        need = needs[which].id if which < len(needs) else None
        store.write_now(join, voices[who], idea, Offer(how, "Ich bin dabei", need, amount=amount))
    elif kind == "step":
        store.write_now(step, voices[who], made[which % len(made)].id, how, "Ein Satz")
    elif kind == "rewrite":
        texts = store.read_now(need_texts, idea)
        store.write_now(write_needs, idea, texts[:which] + texts[which + 1 :])
    elif needs:
        verb = close_need if kind == "close" else reopen_need
        store.write_now(verb, voices[who], needs[which % len(needs)].id)


def _moved_by_the_table(before: dict[int, str], after: dict[int, str]) -> bool:
    allowed = {(state, move.after) for move in MOVES.values() for state in move.before}
    return all(
        state in STATES and (number not in before or before[number] == state or (before[number], state) in allowed)
        for number, state in after.items()
    )


@pytest.fixture(scope="module")
def voices(arena: Arena) -> list[Voice]:
    people = [arena.person() for _ in range(4)]
    return [person.voice for person in people if person.voice]


@given(acts)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_acts_leads_outside(store: Store, voices: list[Voice], acts: list[tuple[Any, ...]]) -> None:
    idea = store.write_now(sow, voices[0], *NEEDS)
    states = {row.id: row.state for row in store.read_now(commitments_in, idea)}
    for act in acts:
        with suppress(Refusal):
            _carry_out(store, idea, voices, act)
        made = store.read_now(commitments_in, idea)
        after = {row.id: row.state for row in made}
        assert _moved_by_the_table(states, after)
        states = after
        assert store.read_now(counters, idea) == store.read_now(counted, idea)
        assert any(row.role == "carry" and row.state in ("accepted", "active") for row in made)
    told = select(CommitmentStep.commitment_id, func.max(CommitmentStep.id)).group_by(CommitmentStep.commitment_id)
    newest = select(CommitmentStep.state).where(
        CommitmentStep.id.in_(select(told.subquery().c[1])), CommitmentStep.commitment_id.in_(states)
    )
    history = store.read_now(lambda db: sorted(db.execute(newest).scalars()))
    assert history == sorted(states.values())
    assert store.read_now(folded, idea) == store.read_now(standing, idea)
