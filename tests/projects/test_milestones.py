"""Milestones: planned, moved, reached, dropped, opened again; all of it stays visible and counts exactly."""

import asyncio
from datetime import timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from arena.projects.model import Milestone
from arena.projects.settle import settle
from arena.projects.tree import grow, progress
from tests.days import today
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, page_of, seen
from tests.people import Arena
from tests.projects.cast import SOON, entry, start


class Leaf:
    """A milestone as the tree sees it."""

    def __init__(self, number: int, parent: int | None, weight: int, state: str) -> None:
        self.id, self.parent_id, self.weight, self.state = number, parent, weight, state


@st.composite
def trees(draw: st.DrawFn) -> list[Leaf]:
    """Any tree, deeper than the product allows."""
    nodes: list[Leaf] = []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        parent = draw(st.sampled_from([None, *[node.id for node in nodes]]))
        weight, state = draw(st.integers(1, 100)), draw(st.sampled_from(["open", "open", "reached", "dropped"]))
        nodes.append(Leaf(number, parent, weight, state))
    return nodes


def plainly(nodes: list[Leaf], parent: int | None) -> Fraction | None:
    """The same by a plain recursive sum."""
    weights = reached = Fraction(0)
    for node in nodes:
        if node.parent_id == parent and node.state != "dropped":
            beneath = plainly(nodes, node.id)
            share = Fraction(1) if node.state == "reached" else (beneath or Fraction(0))
            weights += node.weight
            reached += node.weight * share
    return reached / weights if weights else None


@settings(max_examples=100)
@given(trees())
def test_progress_is_the_plain_weighted_sum_rounded_down(nodes: Any) -> None:
    whole, got = plainly(nodes, None), progress(grow(nodes))
    assert got == (None if whole is None else int(whole * 100))
    assert (got == 100) == (whole == 1)


async def test_a_plan_grows_and_its_progress_is_kept_by_the_acts(arena: Arena) -> None:
    cast = start(arena)
    door = f"/ideas/{cast.idea}/project/plan"
    wrong = await cast.do(door, title="", due="übermorgen", weight="viel")
    assert wrong.status_code == 422
    assert 'value="übermorgen"' in wrong.text
    for faulty in ({"due": ""}, {"weight": "0"}, {"weight": "101"}, {"due": "9999-01-01"}, {"title": "x" * 121}):
        form = {"title": "Aufbau", "due": SOON.isoformat(), "weight": "1"} | faulty
        assert (await cast.do(door, **form)).status_code == 422, faulty
    assert (await cast.do(door, title=HOSTILE, due=SOON.strftime("%d.%m.%Y"), weight="3")).status_code == 303
    first = next(iter(arena.store.read_now(entry, cast.idea).change)).split(".")[1]
    assert (await cast.do(door, title="Strom", parent=first, weight="1")).status_code == 303
    second = arena.store.read_now(entry, cast.idea).facts["milestone"]
    page = seen(await arena.visitor().get(f"/de/ideas/{cast.idea}/project"))
    assert page.count(HOSTILE_SEEN) >= 2
    assert "<script>alert" not in (await arena.visitor().get(f"/de/ideas/{cast.idea}/project")).text
    other = cast.milestone("Eröffnung", weight=1, days=90)
    assert (cast.row().progress, cast.row().next_milestone) == (0, HOSTILE_SEEN)
    assert (await cast.do(f"/milestones/{first}/reach")).status_code == 409  # a task beneath is open
    assert (await cast.do(f"/milestones/{second}/reach", word="Läuft")).status_code == 303
    assert cast.row().progress == 75
    assert (await cast.do(f"/milestones/{first}/reach")).status_code == 303
    assert (cast.row().progress, cast.row().next_milestone) == (75, "Eröffnung")
    cast.agrees()
    assert (await cast.do(f"/milestones/{second}/reopen", word="Doch nicht")).status_code == 409  # above is reached
    assert (await cast.do(door, title="Noch eine", parent=first)).status_code == 409
    assert (await cast.do(f"/milestones/{other}/drop", word="")).status_code == 422
    assert (await cast.do(f"/milestones/{other}/drop", word="Zu teuer")).status_code == 303
    assert (cast.row().progress, cast.row().next_milestone, cast.row().next_due) == (100, None, None)
    assert (await cast.do(f"/milestones/{other}/reach")).status_code == 409
    assert (await cast.do(f"/milestones/{other}", title="Später", weight="1")).status_code == 409
    assert (await cast.do(f"/milestones/{other}/reopen", word="Geld ist da")).status_code == 303
    assert cast.row().progress == 75
    shown = seen(await page_of(arena.visitor(), cast.idea))
    assert "zu 75 % erreicht" in shown
    assert "hat einen Meilenstein aufgegeben: Eröffnung" in shown
    cast.agrees()


async def test_a_day_that_moves_needs_a_reason_and_the_old_one_stays(arena: Arena) -> None:
    cast = start(arena)
    number, later = cast.milestone("Aufbau", days=-3), (SOON + timedelta(days=60)).isoformat()
    for page in (f"/de/ideas/{cast.idea}/project", f"/de/ideas/{cast.idea}"):
        assert "überfällig" in (await arena.visitor().follow(page)).text
    assert cast.row().next_due == today() - timedelta(days=3)
    form = {"title": "Aufbau", "weight": "1", "due": later}
    refused = await cast.do(f"/milestones/{number}", **form)
    assert (refused.status_code, later in refused.text) == (422, True)
    assert (await cast.do(f"/milestones/{number}", **form, why="Die Pumpe fehlt")).status_code == 303
    shown = seen(await arena.visitor().get(f"/de/ideas/{cast.idea}/project"))
    assert "Die Pumpe fehlt" in shown
    assert "<del>" in shown
    assert "überfällig" not in shown
    told = arena.store.read_now(entry, cast.idea)
    assert (told.kind, told.why) == ("projects.move_milestone", "Die Pumpe fehlt")
    assert (await cast.do(f"/milestones/{number}", **form)).status_code == 303  # nothing changed: no entry
    assert arena.store.read_now(entry, cast.idea).no == told.no
    assert (await cast.do(f"/milestones/{number}", **(form | {"weight": "5", "title": "Bau"}))).status_code == 303
    assert arena.store.read_now(entry, cast.idea).kind == "projects.change_milestone"
    assert (cast.stored(Milestone, number).weight, cast.row().next_milestone) == (5, "Bau")
    cast.agrees()


async def test_reached_twice_at_once_it_is_reached_once(arena: Arena) -> None:
    cast = start(arena)
    number = cast.milestone()
    answers = await asyncio.gather(*(cast.do(f"/milestones/{number}/reach") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert cast.kinds().count("projects.reach") == 1
    moving = [cast.do(f"/milestones/{number}/reopen", word=f"Grund {n}") for n in range(4)]
    assert {answer.status_code for answer in await asyncio.gather(*moving)} == {303}
    assert cast.kinds().count("projects.reopen") == 1
    cast.agrees()


async def test_tasks_lie_three_deep_and_under_milestones_of_the_same_project(arena: Arena) -> None:
    cast, other = start(arena), start(arena)
    second = cast.milestone("Aufgabe", under=cast.milestone("Oben"))
    third = cast.milestone("Teil", under=second)
    door = f"/ideas/{cast.idea}/project/plan"
    assert (await cast.do(door, title="Zu tief", parent=str(third))).status_code == 409
    assert (await cast.do(door, title="Fremd", parent=str(other.milestone()))).status_code == 422
    arena.store.write_now(settle, cast.voice, third, "reach")
    page = await cast.carrier.get(f"/de/ideas/{cast.idea}/project/plan?under={second}")
    assert f'value="{second}" selected' in page.text
    assert (await cast.carrier.get(f"/de/milestones/{third}")).status_code == 200


async def test_carriers_put_the_plan_in_order(arena: Arena) -> None:
    cast = start(arena)
    first, second = cast.milestone("Erstens"), cast.milestone("Zweitens")
    task, other = cast.milestone("Teil A", under=first), cast.milestone("Teil B", under=first)
    entries = arena.store.read_now(entry, cast.idea).no
    for number in (second, other, second, task):
        assert (await cast.do(f"/milestones/{number}/up")).status_code == 303
    assert (await cast.member.post(f"/de/milestones/{first}/up")).status_code == 403
    page = (await arena.visitor().get(f"/de/ideas/{cast.idea}/project")).text
    places = [page.index(title) for title in ("Zweitens</h3>", "Erstens</h3>", "Teil A</h4>", "Teil B</h4>")]
    assert places == sorted(places)
    assert arena.store.read_now(entry, cast.idea).no == entries
