"""Figures of a measure: added by those who answer for it, their values added and never changed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from arena.measures.figures import MOST_FIGURES
from arena.measures.model import IndicatorValue
from arena.store import Store, Tx
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, seen
from tests.measures.made import agrees, central, figures_in, kinds_of, office_in, project, values_in
from tests.people import Arena


async def test_a_figure_gets_values_and_shows_them(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    answer = await cast.figure(baseline="0", target="1.500,5", name=HOSTILE)
    assert answer.status_code == 303
    (figure,) = await store.read(figures_in, cast.idea)
    assert answer.headers["location"].endswith(f"#figure-{figure.id}")
    assert (figure.name, figure.unit, figure.adds, figure.target) == (HOSTILE_SEEN, "Bäume", True, 1500.5)
    assert "Noch ohne Wert" in seen(await cast.visitor.get(f"/de/ideas/{cast.idea}/measure"))
    assert (await cast.value(figure.id, "12", "2026-03-01", source=HOSTILE)).status_code == 303
    assert (await cast.value(figure.id, "20,5", "01.05.2026")).status_code == 303
    assert (await cast.value(figure.id, "7", "2026-02-01")).status_code == 303  # told later, of an earlier day
    (figure,) = await store.read(figures_in, cast.idea)
    assert (figure.value, figure.day.isoformat()) == (20.5, "2026-05-01")
    page = seen(await cast.visitor.get(f"/de/ideas/{cast.idea}/measure"))
    for words in ("20,5 Bäume", "Ziel 1.500,5 Bäume", "1. März 2026", HOSTILE_SEEN, "course-line"):
        assert words in page
    assert page.count('<circle class="course-point"') == 3
    assert await store.read(agrees, cast.idea)
    assert (await store.read(kinds_of, cast.idea))[1:] == ["add_figure", *["add_value"] * 3]


async def test_a_wrong_value_is_corrected_by_a_later_one_once(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    await cast.figure()
    (figure,) = await store.read(figures_in, cast.idea)
    await cast.value(figure.id, "120", "2026-03-01")
    (wrong,) = await store.read(values_in, figure.id)
    form = await cast.carrier.get(f"/de/ideas/{cast.idea}/measure?do=add_value&figure={figure.id}&corrects={wrong.id}")
    assert f'name="corrects" value="{wrong.id}"' in form.text
    assert (await cast.value(figure.id, "12", "2026-03-01", corrects=str(wrong.id))).status_code == 303
    assert (await store.read(figures_in, cast.idea))[0].value == 12
    again = await cast.value(figure.id, "13", "2026-03-01", corrects=str(wrong.id))
    assert again.status_code == 409
    assert 'value="13"' in again.text
    page = seen(await cast.visitor.get(f"/de/ideas/{cast.idea}/measure"))
    assert "<del>120 Bäume</del>" in page
    other = await central(arena)
    await other.figure()
    (stranger,) = await store.read(figures_in, other.idea)
    assert (await other.value(stranger.id, "1", "2026-03-01", corrects=str(wrong.id))).status_code == 404
    assert await store.read(agrees, cast.idea)
    assert (await store.read(kinds_of, cast.idea))[-1] == "correct_value"


async def test_the_database_itself_keeps_values(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    await cast.figure()
    (figure,) = await store.read(figures_in, cast.idea)
    await cast.value(figure.id, "1", "2026-03-01")

    def change(tx: Tx) -> None:
        tx.db.execute(update(IndicatorValue).where(IndicatorValue.indicator_id == figure.id).values(value=2))

    def remove(tx: Tx) -> None:
        tx.db.execute(delete(IndicatorValue).where(IndicatorValue.indicator_id == figure.id))

    for act in (change, remove):
        with pytest.raises(DBAPIError, match="only added to"):
            await store.write(act)


async def test_nobody_else_adds_anything(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    other, bureau = office_in(arena)
    await cast.figure()
    (figure,) = await store.read(figures_in, cast.idea)
    new = {"kind": "output", "name": "Fremde Zahl", "unit": "Stück"}
    told = {"value": "1", "day": "2026-03-01", "source": "Gehört"}
    for someone, name in [*cast.outsiders, (other, bureau)]:
        named = {"speak_as": str(name)}
        assert (await someone.post(f"/de/ideas/{cast.idea}/measure/figures", new | named)).status_code == 403
        assert (await someone.post(f"/de/figures/{figure.id}/values", told | named)).status_code == 403
    for path, form in ((f"ideas/{cast.idea}/measure/figures", new), (f"figures/{figure.id}/values", told)):
        assert "/sign-in" in (await cast.visitor.post(f"/de/{path}", form)).headers["location"]
    assert (await cast.carrier.post("/de/figures/999999999/values", told)).status_code == 404
    bare = await project(arena)
    assert (await bare.figure()).status_code == 409
    assert len(await store.read(figures_in, cast.idea)) == 1
    assert await store.read(values_in, figure.id) == []


async def test_what_is_wrong_is_said_and_every_word_stays(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    answer = await cast.figure(kind="", name="", unit="x" * 41)
    assert answer.status_code == 422
    assert all(f'href="#f-{name}"' in answer.text for name in ("kind", "name", "unit"))
    answer = await cast.figure(target="viele", name="Noch eine")
    assert answer.status_code == 422
    assert 'value="viele"' in answer.text
    await cast.figure()
    assert (await cast.figure()).status_code == 303  # a second click
    assert (await cast.figure(unit="Sträucher")).status_code == 409
    (figure,) = await store.read(figures_in, cast.idea)
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    for value, day, source in (("", "2026-01-01", "x"), ("1", tomorrow, "x"), ("1", "", "x"), ("1", "2026-01-01", "")):
        assert (await cast.value(figure.id, value, day, source=source)).status_code == 422
    wrong = await cast.value(figure.id, "elf", "gestern", source="Vom Hörensagen")
    assert wrong.status_code == 422
    assert all(f'value="{word}"' in wrong.text for word in ("elf", "gestern", "Vom Hörensagen"))
    for n in range(MOST_FIGURES - 1):
        assert (await cast.figure(name=f"Zahl {n}")).status_code == 303
    assert (await cast.figure(name="Eine zu viel")).status_code == 409


async def test_the_same_key_stores_one_value_however_often_it_is_sent(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    await cast.figure()
    (figure,) = await store.read(figures_in, cast.idea)
    answers = await asyncio.gather(*(cast.value(figure.id, "3", "2026-03-01", client_key="k") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(await store.read(values_in, figure.id)) == 1


async def test_a_finished_measure_still_gets_values(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    await cast.figure()
    (figure,) = await store.read(figures_in, cast.idea)
    await cast.carry("finish")
    assert (await cast.value(figure.id, "3", "2026-03-01")).status_code == 303
