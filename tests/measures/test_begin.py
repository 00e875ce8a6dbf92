"""Begin a measure: offices make central and decentral ones; a network measure needs both sides."""

import pytest

from arena.store import Store
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, draft, page_of, post, seen
from tests.measures.made import agrees, as_stage, kinds_of, last_entry, make_ready, measure_in, project, stored
from tests.people import Arena

NAMES = {"central": "Zentrale Maßnahme", "decentral": "Dezentrale Maßnahme"}


@pytest.mark.parametrize("kind", NAMES)
async def test_an_office_makes_a_project_a_measure_that_everybody_sees(arena: Arena, store: Store, kind: str) -> None:
    cast = await project(arena)
    outline = cast.outline(type=kind, status="running", phase=3, starts="2026-01-01", ends="31.12.2027")
    answer = await cast.decide("begin", **outline, why=HOSTILE)
    assert answer.headers["location"].endswith("/measure?done=measures.begin.done")
    assert await store.read(stored, cast.idea) == ("measure", kind, "running", 3)
    assert (await store.read(measure_in, cast.idea)).ends.isoformat() == "2027-12-31"
    entry = await store.read(last_entry, cast.idea)
    assert (entry.kind, entry.why, entry.actor_id) == ("measures.begin", HOSTILE_SEEN, cast.office)
    assert await store.read(agrees, cast.idea)
    page = seen(await cast.visitor.get(f"/de/ideas/{cast.idea}/measure"))
    for words in (NAMES[kind], "läuft", "Phase 3 von 5: Prototyping", HOSTILE_SEEN):
        assert words in page
    own = seen(await page_of(cast.visitor, cast.idea))
    assert "Phase 3 von 5: Prototyping" in own
    assert f"zur {NAMES[kind].replace(' ', 'n ').lower()}"[:-9] in own
    assert "Maßnahme gemacht" in own
    again = await cast.decide("begin", **outline, why=HOSTILE)  # a second click
    assert again.status_code == 303
    assert (await cast.decide("begin", **cast.outline(type=kind))).status_code == 409
    assert await store.read(kinds_of, cast.idea) == ["begin"]


async def test_nobody_else_makes_one(arena: Arena, store: Store) -> None:
    cast = await project(arena)
    for someone, name in cast.outsiders:
        outline = cast.outline(type="network", responsible=cast.company)
        assert (await cast.act("begin", someone, name, **outline)).status_code == 403
    assert (await cast.carry("begin", **cast.outline(responsible=cast.company))).status_code == 403
    visit = await cast.visitor.post(f"/de/ideas/{cast.idea}/measure/begin", cast.outline())
    assert "/sign-in" in visit.headers["location"]
    assert await store.read(stored, cast.idea) == ("idea", None, None, None)
    form = (await cast.official.get(f"/de/ideas/{cast.idea}/measure?do=begin")).text
    assert all(f'value="{kind}"' in form for kind in ("central", "decentral", "network"))
    form = (await cast.carrier.get(f"/de/ideas/{cast.idea}/measure?do=begin")).text
    assert 'value="network"' in form
    assert 'value="central"' not in form
    for someone in (cast.stranger, cast.visitor):
        assert "<form class" not in (await someone.get(f"/de/ideas/{cast.idea}/measure?do=begin")).text


async def test_only_a_project_becomes_one(arena: Arena, store: Store) -> None:
    cast = await project(arena)
    bare = await post(cast.carrier, speak_as=str(cast.company))
    unseen = await draft(cast.carrier, speak_as=str(cast.company), kind="project")
    for cast.idea, status in ((bare, 409), (unseen, 404), (10**14, 404)):
        assert (await cast.decide("begin", **cast.outline())).status_code == status
    assert (await cast.official.get(f"/de/ideas/{unseen}/measure")).status_code == 404
    assert "noch keine Maßnahme" in (await cast.official.get(f"/de/ideas/{bare}/measure?do=begin")).text
    await store.write(as_stage, bare, "project", 30)
    cast.idea = bare
    assert (await cast.decide("begin", **cast.outline())).status_code == 303
    await cast.carrier.post(f"/de/ideas/{bare}/withdraw", {"reason": "Schluss.", "speak_as": cast.company})
    assert (await cast.carry("set_phase", phase="2")).status_code == 409
    assert (await cast.visitor.get(f"/de/ideas/{bare}/measure")).status_code == 200


async def test_what_is_missing_is_said_and_every_word_stays(arena: Arena, store: Store) -> None:
    cast = await project(arena)
    wrong = cast.outline(type="", phase="7", status="finished", responsible=cast.institute, starts="2027-02-01")
    answer = await cast.decide("begin", **wrong, ends="2027-01-01", why="")
    assert answer.status_code == 422
    for field in ("type", "phase", "status", "responsible", "ends", "why"):
        assert f'href="#f-{field}"' in answer.text
    assert 'value="2027-02-01"' in answer.text
    answer = await cast.decide("begin", **cast.outline(starts="übermorgen"), why="Mit Grund <b>")
    assert answer.status_code == 422
    assert "übermorgen" in answer.text
    assert "Mit Grund &lt;b&gt;" in answer.text
    assert (await cast.decide("begin", **cast.outline(), surprise="x")).status_code == 400
    assert (await cast.decide("unknown", **cast.outline())).status_code == 404
    assert await store.read(kinds_of, cast.idea) == []


@pytest.mark.parametrize("first", ["office", "carriers"])
async def test_a_network_measure_begins_once_both_sides_want_it(arena: Arena, store: Store, first: str) -> None:
    cast = await project(arena)
    if first == "carriers":
        await make_ready(cast)
    mine, other = (cast.decide, cast.carry) if first == "office" else (cast.carry, cast.decide)
    outline = cast.outline(type="network", phase=4, responsible=cast.company if first == "carriers" else cast.office)
    assert (await mine("begin", **outline)).status_code == 303
    assert await store.read(stored, cast.idea) == ("idea", None, None, None)
    assert await store.read(agrees, cast.idea)
    assert "noch nicht zugestimmt" in (await cast.visitor.get(f"/de/ideas/{cast.idea}/measure")).text
    for act in ("agree", "decline", "take_back"):
        for someone, name in cast.outsiders:
            assert (await cast.act(act, someone, name)).status_code == 403
    assert (await mine("agree")).status_code == 403
    assert (await mine("decline")).status_code == 403
    assert (await other("take_back")).status_code == 403
    assert (await other("begin", **cast.outline(type="network"))).status_code == 409
    assert (await other("agree", why="")).status_code == 422
    assert (await cast.carry("set_phase", phase="2")).status_code == 409
    assert (await other("agree", why="Gern zusammen.")).status_code == 303
    assert await store.read(stored, cast.idea) == ("measure", "network", "planned", 4)
    assert (await other("agree")).status_code == 409
    assert await store.read(kinds_of, cast.idea) == ["propose", "agree"]
    assert await store.read(agrees, cast.idea)


async def test_a_proposal_is_declined_or_taken_back_and_another_may_follow(arena: Arena, store: Store) -> None:
    cast = await project(arena)
    await make_ready(cast)
    outline = cast.outline(type="network", responsible=cast.company)
    assert (await cast.carry("begin", **outline)).status_code == 303
    assert (await cast.decide("decline", why="Noch fehlt ein Ort.")).status_code == 303
    assert (await cast.decide("decline")).status_code == 409
    assert (await cast.carry("begin", **outline)).status_code == 303
    assert (await cast.carry("take_back", why="Wir warten noch.")).status_code == 303
    assert await store.read(measure_in, cast.idea) is None
    assert await store.read(agrees, cast.idea)
    page = seen(await cast.visitor.get(f"/de/ideas/{cast.idea}/measure"))
    assert "Noch fehlt ein Ort." in page
    assert "Wir warten noch." in page
    assert await store.read(kinds_of, cast.idea) == ["propose", "decline", "propose", "take_back"]


async def test_an_office_that_carries_the_idea_makes_a_network_measure_by_itself(arena: Arena, store: Store) -> None:
    cast = await project(arena)
    cast.idea = await post(cast.official, speak_as=str(cast.office), kind="project")
    assert (await cast.decide("begin", **cast.outline(type="network"))).status_code == 303
    assert await store.read(stored, cast.idea) == ("measure", "network", "planned", 1)


async def test_a_network_measure_that_is_not_ready_says_what_is_missing(arena: Arena, store: Store) -> None:
    cast = await project(arena)
    answer = await cast.carry("begin", **cast.outline(type="network", responsible=cast.company), why="Wir wollen.")
    assert answer.status_code == 422
    for words in ("Steckbrief fehlt das Vorhaben", "mindestens zwei Bereiche", "Wir wollen."):
        assert words in answer.text
    assert 'id="f-gate.purpose"' in answer.text
    assert (await cast.decide("begin", **cast.outline())).status_code == 303  # the administration's own measures
    assert await store.read(kinds_of, cast.idea) == ["begin"]
