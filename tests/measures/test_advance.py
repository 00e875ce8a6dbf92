"""Lead a measure on: phase, status, period and end, by those who answer for it, each with a reason; offices correct."""

from arena.store import Store
from arena.threads.hear import decisions, hearers
from tests.ideas.posted import seen
from tests.measures.made import agrees, central, kinds_of, last_entry, measure_in, office_in, stored
from tests.people import Arena

STEPS = {
    "set_phase": {"phase": "4"},
    "set_status": {"status": "planned"},
    "set_period": {"starts": "2026-02-01"},
    "finish": {},
}


async def test_a_phase_goes_forwards_and_back_with_a_reason(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    for phase in (5, 1, 3):
        assert (
            await cast.carry("set_phase", phase=str(phase), why=f"Nach {phase}, weil es so ist.")
        ).status_code == 303
        assert (await store.read(stored, cast.idea))[3] == phase
    assert (await cast.carry("set_phase", phase="3")).status_code == 303  # the same again changes nothing
    for wrong in (
        {"phase": "6"},
        {"phase": ""},
        {"phase": "²"},
        {"phase": "2", "why": " "},
        {"phase": "2", "why": "x" * 501},
    ):
        assert (await cast.carry("set_phase", **wrong)).status_code == 422
    assert await store.read(kinds_of, cast.idea) == ["begin", "set_phase", "set_phase", "set_phase"]
    page = seen(await cast.visitor.get(f"/de/ideas/{cast.idea}/measure"))
    assert all(f"Nach {phase}, weil es so ist." in page for phase in (5, 1, 3))
    entry = await store.read(last_entry, cast.idea)
    assert entry.change == {"measure_phase": [1, 3]}
    assert entry.kind in decisions
    assert await store.read(hearers, entry.post_id) == []  # the carrier did it, and nobody else takes part


async def test_status_period_and_end(arena: Arena, store: Store) -> None:
    cast = await central(arena, status="planned")
    assert (await cast.carry("finish")).status_code == 409
    for status in ("running", "planned", "running"):
        assert (await cast.carry("set_status", status=status)).status_code == 303
    assert (await cast.carry("set_status", status="running")).status_code == 303
    assert (await cast.carry("set_status", status="finished")).status_code == 422
    assert (await cast.carry("set_period", starts="2026-03-01", ends="2026-02-01")).status_code == 422
    assert (await cast.carry("set_period", starts="2026-03-01", ends="2027-02-01")).status_code == 303
    assert (await cast.carry("set_period", starts="2026-03-01", ends="")).status_code == 303
    measure = await store.read(measure_in, cast.idea)
    assert (measure.starts.isoformat(), measure.ends) == ("2026-03-01", None)
    assert await store.read(agrees, cast.idea)
    assert (await cast.carry("finish", why="")).status_code == 422
    assert (await cast.carry("finish", why="Vierzehn Bäume stehen.")).status_code == 303
    assert (await cast.carry("finish")).status_code == 303
    for act in ("set_phase", "set_status", "set_period"):
        assert (await cast.carry(act, **STEPS[act])).status_code == 409
    assert await store.read(stored, cast.idea) == ("measure", "central", "finished", 2)
    assert (await store.read(kinds_of, cast.idea)).count("finish") == 1
    assert await store.read(agrees, cast.idea)


async def test_the_responsible_organisation_leads_it_as_well_and_nobody_else(arena: Arena, store: Store) -> None:
    cast = await central(arena)  # the office is responsible
    other, bureau = office_in(arena)
    for act, typed in STEPS.items():
        for someone, name in [*cast.outsiders, (other, bureau)]:
            assert (await cast.act(act, someone, name, **typed)).status_code == 403, act
        visit = await cast.visitor.post(f"/de/ideas/{cast.idea}/measure/{act}", {"why": "x", **typed})
        assert "/sign-in" in visit.headers["location"]
        assert (await cast.act(act, cast.stranger, cast.office, **typed)).status_code == 403  # without a mandate
    for act, typed in STEPS.items():
        if act == "finish":
            await cast.decide("set_status", status="running")
        assert (await cast.decide(act, **typed)).status_code == 303, act
    assert await store.read(stored, cast.idea) == ("measure", "central", "finished", 4)


async def test_an_office_corrects_and_names_the_step(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    other, bureau = office_in(arena)
    first = await store.read(last_entry, cast.idea)
    await cast.carry("finish", why="Fertig, dachten wir.")
    right = cast.outline(type="decentral", status="running", phase=3, responsible=bureau, ends="2027-05-01")
    right["entry"] = str(first.no)
    for someone, name in [*cast.outsiders, (cast.carrier, cast.company)]:
        assert (await cast.act("correct", someone, name, **right)).status_code == 403
    assert (await cast.act("correct", other, bureau, **right | {"entry": "1"})).status_code == 422  # no step of it
    assert (await cast.act("correct", other, bureau, **right | {"why": ""})).status_code == 422
    assert (await cast.act("correct", other, bureau, **right, why="Der Bezirk führt sie.")).status_code == 303
    assert await store.read(stored, cast.idea) == ("measure", "decentral", "running", 3)
    entry = await store.read(last_entry, cast.idea)
    assert (entry.kind, entry.corrects, entry.actor_id) == ("measures.correct", first.id, bureau)
    assert entry.change["measure_type"] == ["central", "decentral"]
    assert await store.read(agrees, cast.idea)
    page = seen(await cast.visitor.get(f"/de/ideas/{cast.idea}/measure"))
    assert "berichtigt den Schritt vom" in page
    assert "Fertig, dachten wir." in page
    assert (await cast.act("correct", other, bureau, **right)).status_code == 409  # nothing is different
    form = (await other.get(f"/de/ideas/{cast.idea}/measure?do=correct")).text
    assert 'value="2027-05-01"' in form


async def test_what_can_be_done_is_offered_to_those_who_may(arena: Arena) -> None:
    cast = await central(arena)
    page = f"/de/ideas/{cast.idea}/measure"
    offered = {
        who: {act for act in (*STEPS, "correct", "add_figure") if f"?do={act}#act" in (await who.get(page)).text}
        for who in (cast.carrier, cast.official, cast.stranger, cast.visitor)
    }
    assert offered[cast.carrier] == {*STEPS, "add_figure"}
    assert offered[cast.official] == {*STEPS, "correct", "add_figure"}
    assert offered[cast.stranger] == offered[cast.visitor] == set()
    for act in offered[cast.official]:
        form = await cast.official.get(f"{page}?do={act}")
        assert form.text.count('<form class="form"') == 1
    assert (await cast.carrier.get(f"{page}?do=nonsense")).status_code == 200
