"""Measures as open data: as JSON and CSV, page by page, without anybody's name, safe in a spreadsheet."""

import csv
import io
import json

import pytest

from arena.measures import export
from arena.store import Store
from tests.ideas.posted import draft
from tests.measures.made import Cast, central, figures_in
from tests.people import Arena


async def test_json_and_csv_say_the_same_and_name_no_person(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    await draft(cast.carrier, kind="project")
    await cast.figure(name="=SUM(A1)", unit="+Bäume")
    (figure,) = await store.read(figures_in, cast.idea)
    await cast.value(figure.id, "3,5", "2026-03-01")
    told = (await arena.visitor().get(f"/api/v1/measures.json?after={cast.idea - 1}")).json()
    (mine,) = [one for one in told["measures"] if one["id"] == cast.idea]
    assert (mine["type"], mine["status"], mine["phase"]) == ("central", "running", 2)
    assert mine["url"].startswith("http")
    assert mine["figures"][0]["value"] == 3.5
    assert mine["fields"] == ["data-use", "natural-resources"]
    assert cast.carrier.voice
    assert cast.carrier.voice.person not in json.dumps(told, ensure_ascii=False)
    answer = await arena.visitor().get(f"/api/v1/measures.csv?after={cast.idea - 1}")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    (row,) = [row for row in rows if row["id"] == str(cast.idea)]
    assert row["title"] == mine["title"]
    assert "output: =SUM(A1): 3.5 +Bäume (2026-03-01)" in row["figures"]
    for path in ("json?after=x", "csv?after=-1"):
        assert (await arena.visitor().get(f"/api/v1/measures.{path}")).status_code == 400


def test_no_cell_is_a_formula() -> None:
    for start in "=+-@\t\r":
        assert export._cell(f"{start}1+1").startswith("'")
    assert export._cell(-3.5) == -3.5
    assert export._cell(["a", "b"]) == "a; b"


async def test_it_goes_on_page_by_page(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Cast] = [await central(arena) for _ in range(3)]
    monkeypatch.setattr(export, "MOST", 2)
    visitor, seen = arena.visitor(), list[int]()
    address = f"/api/v1/measures.json?after={made[0].idea - 1}"
    while address:
        told = (await visitor.get(address)).json()
        seen += [one["id"] for one in told["measures"]]
        address = "/api" + told["next"].split("/api", 1)[1] if told["next"] else ""
    assert seen[:3] == [cast.idea for cast in made]
    first = await visitor.get(f"/api/v1/measures.csv?after={made[0].idea - 1}")
    assert f"after={made[1].idea}" in first.headers["link"]
