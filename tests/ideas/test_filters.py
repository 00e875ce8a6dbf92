"""Filters: whatever is chosen, the list is what a plain look at every idea would give."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from arena.actors.model import RESIDENT, SECTORS, Actor
from arena.ideas.filters import STEPS, Wanted, wanted_from
from arena.ideas.listing import Listing, list_ideas
from arena.ideas.model import Idea, IdeaCriterion, IdeaDistrict, IdeaField
from arena.ideas.shelf import SORTS, Shelf
from arena.ideas.team_model import COUNTING, NEEDS, Commitment, Need
from arena.store import Tx
from arena.strategy.read import BERLIN, read_strategy
from arena.strategy.versions import Strategies
from tests.ideas.grown import grow, publish
from tests.people import Arena

BERLINS = Strategies({1: read_strategy(BERLIN)})
STRATEGY = BERLINS.current
VALUES = {
    "field": list(STRATEGY.fields),
    "cluster": [cluster.key for cluster in STRATEGY.clusters],
    "criterion": list(STRATEGY.criteria),
    "kind": [entry.key for entry in STRATEGY.kinds],
    "scope": [entry.key for entry in STRATEGY.scopes],
    "district": [entry.key for entry in STRATEGY.districts],
    "sector": [*SECTORS, RESIDENT],
    "need": list(NEEDS),
    "partner": ["none"],
    "value": [value.key for value in STRATEGY.values],
    **STEPS,
}
choices = st.sets(
    st.sampled_from(list(VALUES)).flatmap(lambda facet: st.tuples(st.just(facet), st.sampled_from(VALUES[facet]))),
    max_size=4,
)


def _further(tx: Tx, idea_id: int, n: int) -> None:
    """Let some of them have come further on their path."""
    path = {"measure_type": STEPS["type"][n % 3], "measure_status": STEPS["status"][n % 2], "measure_phase": n % 5 + 1}
    stage = STEPS["stage"][n % 3]
    values = {"stage": stage, "progress": n if n % 2 else None} | (path if stage == "measure" else {})
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(values))


@pytest.fixture(scope="module")
def grown(arena: Arena) -> Arena:
    for n, idea_id in enumerate(grow(arena, "Filterwiese", 80)):
        arena.store.write_now(_further, idea_id, n)
    return arena


def _plainly(db: Connection) -> dict[int, dict[str, Any]]:
    """Every published idea with its values, read without any cleverness."""
    rows = db.execute(select(Idea.__table__).where(Idea.state == "published")).all()
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        fields = set(db.execute(select(IdeaField.key).where(IdeaField.idea_id == row.id)).scalars())
        criteria = set(db.execute(select(IdeaCriterion.key).where(IdeaCriterion.idea_id == row.id)).scalars())
        team = db.execute(
            select(Actor.id, Actor.sector)
            .join(Commitment, Commitment.actor_id == Actor.id)
            .where(Commitment.idea_id == row.id, Commitment.state.in_(COUNTING))
        ).all()
        found[row.id] = {
            "field": fields,
            "cluster": {c.key for key in fields if (c := STRATEGY.cluster_of(key))},
            "criterion": (
                criteria := set(db.execute(select(IdeaCriterion.key).where(IdeaCriterion.idea_id == row.id)).scalars())
            ),
            "value": {value.key for key in criteria if (value := STRATEGY.value_of(key))},
            "stage": {row.stage},
            "type": {row.measure_type} - {None},
            "status": {row.measure_status} - {None},
            "phase": {str(row.measure_phase)} - {"None"},
            "progress": set() if row.progress is None else {STEPS["progress"][row.progress // 25]},
            "district": set(db.execute(select(IdeaDistrict.key).where(IdeaDistrict.idea_id == row.id)).scalars()),
            "need": set(db.execute(select(Need.kind).where(Need.idea_id == row.id, Need.open)).scalars()),
            "kind": {row.kind},
            "scope": {row.scope},
            "sector": {member.sector for member in team},
            "partner": set() if {member.id for member in team} - {row.actor_id} else {"none"},
            "active": row.active_at,
            "new": row.published_at,
            "supported": row.support_count,
            "needs": row.open_need_count,
        }
    return found


def _shown(db: Connection, shelf: Shelf, wanted: Wanted) -> tuple[list[int], Listing]:
    """Every page of a choice, one after the other, and the first as a whole."""
    first = page = list_ideas(db, None, shelf, BERLINS, wanted)
    ids = [card.entry.id for card in page.cards]
    while page.after:
        page = list_ideas(db, None, shelf, BERLINS, wanted.from_place(page.after))
        ids += [card.entry.id for card in page.cards]
    return ids, first


def test_the_list_is_what_a_plain_look_gives(grown: Arena) -> None:
    shelf = Shelf()
    plain = grown.store.read_now(_plainly)

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(choices, st.sampled_from(SORTS))
    def same(values: set[tuple[str, str]], sort: str) -> None:
        wanted = Wanted(frozenset(values), sort=sort)
        expected = [
            idea
            for idea, of in plain.items()
            if all(of[facet] & wanted.of(facet) for facet in {facet for facet, _ in values})
        ]
        expected.sort(key=lambda idea: (plain[idea][sort], idea), reverse=True)
        ids, first = grown.store.read_now(_shown, shelf, wanted)
        assert ids == expected
        assert first.total == len(expected)

    same()


def test_each_count_is_what_choosing_it_would_show(grown: Arena) -> None:
    shelf = Shelf()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(choices, st.data())
    def same(values: set[tuple[str, str]], data: st.DataObject) -> None:
        wanted = Wanted(frozenset(values))
        counts = grown.store.read_now(list_ideas, None, shelf, BERLINS, wanted).counts
        for facet, known in VALUES.items():
            value = data.draw(st.sampled_from(known))
            alone = frozenset((name, chosen) for name, chosen in values if name != facet) | {(facet, value)}
            total = grown.store.read_now(list_ideas, None, shelf, BERLINS, Wanted(alone)).total
            assert counts.get((facet, value), 0) == total

    same()


def test_a_shelf_that_followed_every_change_equals_a_new_one(grown: Arena) -> None:
    old = Shelf()
    grown.store.read_now(old.refresh)
    grow(grown, "Nachzügler", 12, seed=3)
    new = Shelf()
    for shelf in (old, new):
        grown.store.read_now(shelf.refresh)
    assert old.entries == new.entries
    assert old.orders == new.orders
    assert {key: bits.bit_count() for key, bits in old.having.items() if bits} == {
        key: bits.bit_count() for key, bits in new.having.items() if bits
    }


@pytest.mark.parametrize("sort", SORTS)
async def test_paging_visits_every_idea_once_while_others_are_added(grown: Arena, sort: str) -> None:
    before = set(grown.store.read_now(_plainly))
    visitor, address, seen = grown.visitor(), f"/de/ideas?sort={sort}", list[int]()
    while True:
        page = (await visitor.get(address)).text
        seen += [int(part.split("-")[0]) for part in page.split('<h3><a href="/de/ideas/')[1:]]
        publish(grown, grown.person(), f"Dazwischen {sort}")
        if 'rel="next"' not in page:
            break
        address = page.split('" rel="next"')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


@given(st.lists(st.tuples(st.sampled_from([*VALUES, "q", "sort", "after", "x"]), st.text(max_size=30)), max_size=8))
def test_any_address_is_understood_and_says_the_same_again(query: list[tuple[str, str]]) -> None:
    wanted = wanted_from(query, BERLINS)
    again = wanted_from(parse_qsl(wanted.query()), BERLINS)
    assert (again.values, again.q, again.sort, again.after) == (wanted.values, wanted.q, wanted.sort, wanted.after)
    assert not again.unknown
