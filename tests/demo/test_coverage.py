"""The shipped demo content covers the strategy, all sectors and everything the Arena can show."""

import pytest

from arena.answers.states import STATES
from arena.demo.read import read_demo
from arena.demo.shape import Demo
from arena.strategy.read import BERLIN, read_strategy
from arena.strategy.shape import Strategy

PILOTS = {
    "hardenbergplatz",
    "luftguete",
    "smart-water",
    "buergerhaushalt",
    "kiezbox",
}


@pytest.fixture(scope="module")
def strategy() -> Strategy:
    return read_strategy(BERLIN)


@pytest.fixture(scope="module")
def demo() -> Demo:
    return read_demo()


def test_every_field_of_action_has_a_published_idea(demo: Demo, strategy: Strategy) -> None:
    used = {field for idea in demo.ideas.values() if idea.state == "published" for field in idea.fields}
    assert used == set(strategy.fields)


def test_every_criterion_and_every_district_occurs(demo: Demo, strategy: Strategy) -> None:
    assert {c.key for idea in demo.ideas.values() for c in idea.criteria} == set(strategy.criteria)
    assert {d for idea in demo.ideas.values() for d in idea.districts} == {d.key for d in strategy.districts}


def test_every_kind_state_and_scope_occurs(demo: Demo, strategy: Strategy) -> None:
    ideas = demo.ideas.values()
    assert {i.kind for i in ideas} == {kind.key for kind in strategy.kinds}
    assert {i.state for i in ideas} == {"published", "draft", "withdrawn"}
    assert {i.scope for i in ideas} == {scope.key for scope in strategy.scopes}
    assert len([i for i in ideas if i.state == "published"]) >= 24


def test_the_five_pilots_are_projects(demo: Demo) -> None:
    assert {slug for slug, idea in demo.ideas.items() if idea.pilot} == PILOTS
    assert {demo.ideas[slug].kind for slug in PILOTS} == {"project"}


def test_the_five_pilots_are_measures_of_every_type_with_figures_of_every_kind(demo: Demo) -> None:
    measures = {slug: idea.measure for slug, idea in demo.ideas.items() if idea.measure}
    assert measures.keys() == PILOTS
    assert {one.type for one in measures.values()} == {"central", "decentral", "network"}
    figures = [figure for one in measures.values() for figure in one.figure]
    assert {one.kind for one in figures} == {"output", "outcome", "process"}
    assert all(one.figure for one in measures.values())
    back = [one for one in measures.values() if [step.phase for step in one.step if step.phase] == [3, 2]]
    assert back, "one of them steps back"


def test_organisations_of_all_sectors_take_part(demo: Demo) -> None:
    sectors = {o.sector for o in demo.organisations.values()}
    assert sectors == {"civil-society", "business", "science", "administration", "politics"}
    assert len(demo.organisations) >= 15
    stewarded = {m.organisation for p in demo.persons.values() for m in p.memberships if m.steward}
    assert stewarded == set(demo.organisations)


def test_offices_give_every_answer_and_leave_some_to_be_given(demo: Demo) -> None:
    assert {one.answer for one in demo.answers if not one.draft} == set(STATES)
    assert any(one.because for one in demo.answers)
    assert [one.checked_by is None for one in demo.answers if one.draft] == [False, True]


def test_the_cast_for_signing_in_comes_first(demo: Demo) -> None:
    cast = [person.cast for person in demo.persons.values()]
    sectors = ["resident", "civil-society", "business", "science", "administration", "politics"]
    assert cast[:7] == [*sectors, "moderator"]
    assert set(cast[7:]) == {None}


def test_something_was_hidden_and_something_waits_for_the_moderation(demo: Demo) -> None:
    assert [one.decided and one.decided.kind for one in demo.moderation] == ["hide", None]


def test_everybody_says_something(demo: Demo) -> None:
    heard = {post.by for idea in demo.ideas.values() for post in idea.post}
    assert heard == set(demo.persons)


def test_commitments_stand_in_every_state_and_role(demo: Demo) -> None:
    commitments = [c for idea in demo.ideas.values() for c in idea.commitment]
    assert {c.state for c in commitments} == {
        "offered", "accepted", "active", "fulfilled", "withdrawn", "declined",
    }  # fmt: skip
    assert {c.role for c in commitments} == {"carry", "contribute", "test", "advise"}
    kinds = {need.kind for idea in demo.ideas.values() for need in idea.need}
    assert kinds == {"expertise", "time", "data", "space", "test-site", "money", "contacts", "people"}


def test_threads_differ_in_length_and_language(demo: Demo) -> None:
    lengths = sorted(len(idea.post) for idea in demo.ideas.values() if idea.state == "published")
    assert lengths[0] == 0
    assert lengths[-1] >= 40
    assert len([n for n in lengths if 8 <= n <= 20]) >= 6
    english = [p for i in demo.ideas.values() for p in i.post if (p.language or i.language) == "en"]
    assert len(english) >= 12
    assert len([i for i in demo.ideas.values() if i.language == "en"]) >= 3


def test_threads_hold_mentions_quotes_edits_and_deletions(demo: Demo) -> None:
    posts = [p for idea in demo.ideas.values() for p in idea.post]
    assert len([p for p in posts if "@" in p.text]) >= 3
    assert any(p.quote for p in posts)
    assert any(p.edited_text for p in posts)
    assert any(p.deleted for p in posts)


def test_newcomers_see_threads_of_every_named_kind(demo: Demo) -> None:
    threads = [thread for idea in demo.ideas.values() for thread in idea.thread]
    assert {"questions", "evidence", "collaboration"} <= {thread.kind for thread in threads}
    spoken = {(slug, post.thread) for slug, idea in demo.ideas.items() for post in idea.post}
    assert {(slug, one.key) for slug, idea in demo.ideas.items() for one in idea.thread} <= spoken


def test_newcomers_see_a_closed_thread_a_slow_one_and_moved_contributions(demo: Demo) -> None:
    assert {one.act for idea in demo.ideas.values() for one in idea.steering} == {"move", "slow", "close"}


def test_some_profiles_are_whole_and_some_only_begun(demo: Demo) -> None:
    parts = [len({one.part for one in idea.sheet}) for idea in demo.ideas.values() if idea.sheet]
    assert parts.count(8) >= 2
    assert len([n for n in parts if n < 8]) >= 2


def test_commitments_are_fulfilled_by_one_word_and_by_two(demo: Demo) -> None:
    done = [one for idea in demo.ideas.values() for one in idea.commitment if one.done]
    assert {bool(one.thanks) for one in done} == {True, False}
