"""The state of things: each number is what a plain look gives, and leads to the list that it counts."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from arena.ideas.filters import Wanted, wanted_from
from arena.ideas.model import Idea, IdeaDistrict, IdeaField
from arena.ideas.shelf import Shelf
from arena.measures.impact import counted
from arena.measures.progress import narrowed, progress
from arena.store import Store, Tx
from tests.ideas.grown import grow, known
from tests.measures.made import as_stage, central, figures_in
from tests.measures.test_coverage import TOTAL, keys_of
from tests.people import Arena

NUMBER = re.compile(r'<a href="(/de/ideas\?[^"]+)" aria-label="[^"]+: ([\d.]+)">')
BUCKETS = ("0-24", "25-49", "50-74", "75-99", "100")
WAYS = st.tuples(
    st.sampled_from(["idea", "project", "measure"]),
    st.sampled_from(["central", "decentral", "network"]),
    st.sampled_from(["planned", "running", "finished"]),
    st.integers(1, 5),
    st.none() | st.integers(0, 100),
)


def _plainly(db: Connection, stages: set[str]) -> dict[int, dict[str, set[str]]]:
    """All projects and measures with what they can be counted by."""
    found = {}
    tags = {"field": keys_of(db, IdeaField), "district": keys_of(db, IdeaDistrict)}
    for row in db.execute(select(Idea.__table__).where(Idea.state == "published", Idea.stage.in_(stages))).all():
        of: dict[str, set[str]] = {"stage": {row.stage}, "type": set(), "status": set(), "phase": set()}
        if row.stage == "measure":
            of |= {"type": {row.measure_type}, "status": {row.measure_status}, "phase": {str(row.measure_phase)}}
        of["progress"] = set() if row.progress is None else {BUCKETS[row.progress // 25]}
        of |= {facet: keys.get(row.id, set()) for facet, keys in tags.items()}
        found[row.id] = of
    return found


def test_all_numbers_equal_a_plain_recount(arena: Arena, store: Store) -> None:
    strategies, shelf, ids = known(arena), Shelf(), grow(arena, "Gezählt", 24)
    fields, districts = list(strategies.current.fields), [one.key for one in strategies.current.districts]
    chosen = st.sets(
        st.tuples(st.just("field"), st.sampled_from(fields))
        | st.tuples(st.just("district"), st.sampled_from(districts))
        | st.tuples(st.just("phase"), st.sampled_from("12345"))
        | st.tuples(st.just("stage"), st.sampled_from(["project", "measure"])),
        max_size=2,
    )

    def turn(tx: Tx, ways: list[Any]) -> None:
        for idea_id, (stage, kind, status, phase, done) in zip(ids, ways, strict=True):
            path = {"measure_type": kind, "measure_status": status, "measure_phase": phase}
            values = {"stage": stage, "progress": done} | (path if stage == "measure" else dict.fromkeys(path))
            tx.db.execute(update(Idea).where(Idea.id == idea_id).values(values))

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(WAYS, min_size=24, max_size=24), chosen)
    def same(ways: list[Any], values: set[tuple[str, str]]) -> None:
        store.write_now(turn, ways)
        wanted = narrowed(Wanted(frozenset(values)))
        store.read_now(shelf.refresh)
        told = progress(shelf, strategies, wanted, [])
        plain = store.read_now(_plainly, wanted.of("stage"))
        facets = {facet for facet, _ in values} - {"stage"}
        inside = [of for of in plain.values() if all(of[facet] & wanted.of(facet) for facet in facets)]
        assert told.total == len(inside)
        every = store.read_now(_plainly, {"project", "measure"})
        for facet, parts in told.groups.items():
            among = every if facet == "stage" else plain
            beside = [of for of in among.values() if all(of[one] & wanted.of(one) for one in facets - {facet})]
            for part in parts:
                assert part.count == sum(part.key in of[facet] for of in beside), (facet, part.key)

    same()


async def test_each_number_leads_to_the_list_it_counts(arena: Arena, store: Store) -> None:
    for n, idea_id in enumerate(grow(arena, "Verlinkt", 8, seed=5)):
        await store.write(as_stage, idea_id, ("project", "idea")[n % 2], n * 12)
    cast = await central(arena)
    visitor = arena.visitor()
    for query in ("", "?field=liveable-city&stage=project", "?phase=2", "?type=central&district=mitte"):
        page = (await visitor.get(f"/de/progress{query}")).text
        links = NUMBER.findall(page)
        for address, number in links[:: max(1, len(links) // 6)]:
            listed = await visitor.get(unescape(address))
            found = TOTAL.search(listed.text)
            assert found, address
            assert (1 if found[1] == "Eine" else int(found[1].replace(".", ""))) == int(number.replace(".", ""))
    listed = (await visitor.get("/de/ideas?stage=measure&type=central&status=running&phase=2")).text
    assert f"/de/ideas/{cast.idea}-" in listed
    assert "Zentrale Maßnahme" in unescape(listed)
    strange = (await visitor.get("/de/progress?phase=9&need=people")).text
    assert "kennen wir nicht" in strange
    nothing = (await visitor.get("/de/progress?type=network&field=procurement&district=spandau&phase=5")).text
    assert "Projekte und Maßnahmen" in nothing


async def test_figures_are_summed_where_kind_and_unit_agree_and_lead_to_what_they_count(
    arena: Arena, store: Store
) -> None:
    unit = "Nistkästen <b>&"
    first, second, third = [await central(arena) for _ in range(3)]
    for cast, written, value in ((first, unit, "10,5"), (second, unit.upper(), "4"), (third, unit, "1000")):
        await cast.figure(name="Nisthilfen", unit=written)
        (figure,) = await store.read(figures_in, cast.idea)
        await cast.value(figure.id, value, "2026-03-01")
    await first.figure(name="Anteil", unit="Prozent davon", adds="")
    share = (await store.read(figures_in, first.idea))[1]
    await first.value(share.id, "40", "2026-03-01")
    await first.figure(name="Ohne Wert", unit="Leere")
    await third.carry("finish", why="Zu Ende.")
    page = (await arena.visitor().get("/de/progress?status=running")).text
    row = page.split("Nistkästen")[1].split("</tr>")[0]
    assert "14,5" in row
    assert "wird nicht summiert" in page.split("Prozent davon")[1].split("</tr>")[0]
    assert "Leere" not in page
    address = unescape(re.findall(r'href="(/de/progress/figures[^"]+)"', row)[0])
    assert dict(parse_qsl(address.split("?")[1]))["unit"].lower() == unit.lower()
    behind = (await arena.visitor().get(address)).text
    assert "2 Kennzahlen" in behind
    assert behind.count("Nisthilfen") == 2
    assert f"/de/ideas/{third.idea}/measure" not in behind
    everything = (await arena.visitor().get(address.replace("status=running&", ""))).text
    assert "3 Kennzahlen" in everything
    for wrong, status in (("?unit=nichts", 404), ("?kind=x", 400), (f"?unit={'x' * 41}", 400), ("?after=x", 400)):
        assert (await arena.visitor().get(f"/de/progress/figures{wrong}")).status_code == status


async def test_figures_of_withdrawn_measures_count_no_more(arena: Arena, store: Store) -> None:
    cast, shelf, strategies = await central(arena), Shelf(), known(arena)
    await cast.figure(unit="Zurückgezogenes")
    (figure,) = await store.read(figures_in, cast.idea)
    await cast.value(figure.id, "3", "2026-03-01")
    withdrawn = {"reason": "Schluss.", "speak_as": cast.company}
    assert "Zurückgezogenes" in (await arena.visitor().get("/de/progress")).text
    assert (await cast.carrier.post(f"/de/ideas/{cast.idea}/withdraw", withdrawn)).status_code == 303
    assert "Zurückgezogenes" not in (await arena.visitor().get("/de/progress")).text
    store.read_now(shelf.refresh)
    told = progress(shelf, strategies, narrowed(wanted_from([], strategies)), store.read_now(counted))
    assert "Zurückgezogenes" not in {one.unit for one in told.sums}
