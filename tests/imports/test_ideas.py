"""`arena import ideas`: whole files, hostile rows, second runs and sudden ends."""

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from arena.actors.model import Actor, Person
from arena.ideas.model import Idea, IdeaField
from arena.store import Store
from tests.commands.command import Operator
from tests.imports.conftest import proposals, read_report, write_csv

HEADER = "reference,title,body,source_url"


def count(store: Store) -> int:
    return store.read_now(lambda db: int(db.execute(select(func.count()).select_from(Idea)).scalar_one()))


def ideas(store: Store) -> dict[str, Idea]:
    rows = store.read_now(lambda db: db.execute(select(Idea.__table__).order_by(Idea.id)).all())
    return {str(row.source): row for row in rows}


def test_two_thousand_rows_become_ideas_once(operator: Operator, inside: Store) -> None:
    file = proposals(operator.folder / "viele.csv", 2_000)
    began = time.monotonic()
    first = operator.run("import", "ideas", file)
    assert (first.status, "2,000 rows: 2,000 imported" in first.out) == (0, True), first.out + first.err
    assert "storing: 2,000 of 2,000 (100 %)" in first.err
    assert time.monotonic() - began < 60
    second = operator.run("import", "ideas", file)
    assert (second.status, "2,000 rows: 2,000 already there" in second.out) == (0, True)
    assert count(inside) == 2_000


def test_an_imported_idea_is_whole(operator: Operator, inside: Store) -> None:
    row = ["B7", "Mehr Bäume *jetzt*", "Im Sommer ist es zu heiß. Bitte <b>pflanzen</b>!", "https://example.org/7"]
    file = write_csv(operator.folder / "baum.csv", HEADER, [row])
    done = operator.run("import", "ideas", file, "--source", "dialog", "--as", "Baumdialog", "--field", "governance")
    assert done.status == 0, done.err
    idea = ideas(inside)["dialog:B7"]
    assert (idea.title, idea.state, idea.source_url) == (row[1], "published", row[3])
    assert idea.summary == row[2]
    assert "&lt;b&gt;pflanzen&lt;/b&gt;" in idea.html
    actor = inside.read_now(lambda db: db.execute(select(Actor.__table__).where(Actor.id == idea.actor_id)).one())
    assert (actor.name, actor.kind, actor.source) == ("Baumdialog", "organisation", "import:dialog")
    assert inside.read_now(lambda db: db.execute(select(Person)).all()) == []
    assert inside.read_now(lambda db: db.execute(select(IdeaField.key)).scalars().all()) == ["governance"]


def test_every_hostile_row_is_refused_alone_and_said(operator: Operator, inside: Store) -> None:
    rows = [
        ["1", "Gute Idee", "Text.", ""],
        ["2", "", "", ""],
        ["3", "Null", "a\0b", ""],
        ["4", "Riesig", "x" * 1_000_000, ""],
        ["1", "Doppelt", "Text.", ""],
        ["6", "zu wenig"],
        ["=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "javascript:alert(1)"],
    ]
    file = write_csv(operator.folder / "feindlich.csv", HEADER, rows)
    done = operator.run("import", "ideas", file, "--report", "bericht.csv")
    assert (done.status, "7 rows: 2 imported, 5 refused" in done.out) == (1, True), done.out
    assert "line 3: neither title nor text" in done.out
    report = read_report(operator.folder / "bericht.csv")
    assert [row["result"] for row in report] == ["imported"] + ["refused"] * 5 + ["imported"]
    assert report[-1]["reference"] == "'=cmd|' /C calc'!A0"
    assert "no web address" in report[-1]["what was done or why not"]
    kept = ideas(inside)["feindlich:=cmd|' /C calc'!A0"]
    assert "<script" not in kept.html
    assert kept.source_url is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv"], "can't be read"),
        (["gut.csv", "--field", "radwege"], "--field takes one of smart-economy"),
        (["gut.csv", "--kind", "traum"], "--kind takes one of idea"),
        (["gut.csv", "--scope", "mond"], "--scope takes one of city"),
        (["gut.csv", "--source", "Groß"], "small letters"),
        (["gut.csv", "--source", "import"], "not “import”"),
        (["falsch.csv"], "missing: title, body"),
        ([], "required: FILE.csv"),
    ],
)
def test_wrong_usage_says_what_is_right_and_imports_nothing(
    operator: Operator, inside: Store, arguments: list[str], said: str
) -> None:
    proposals(operator.folder / "gut.csv", 3)
    write_csv(operator.folder / "falsch.csv", "titel,text", [["a", "b"]])
    done = operator.run("import", "ideas", *arguments)
    assert done.status in (1, 2)
    assert said in done.err
    assert count(inside) == 0


def test_the_same_reference_with_other_words_is_kept_and_said(operator: Operator, inside: Store) -> None:
    first = write_csv(operator.folder / "a.csv", HEADER, [["1", "Radweg", "Text.", ""]])
    other = write_csv(operator.folder / "b.csv", HEADER, [["1", "Schwimmbad", "Text.", ""]])
    operator.run("import", "ideas", first, "--source", "x")
    done = operator.run("import", "ideas", other, "--source", "x")
    assert "another title, which was kept" in done.out
    assert [idea.title for idea in ideas(inside).values()] == ["Radweg"]


@pytest.mark.parametrize("moment", [0.05, 0.2])
def test_killed_at_any_moment_it_leaves_all_or_nothing_and_a_second_run_completes(
    operator: Operator, inside: Store, moment: float
) -> None:
    file = proposals(operator.folder / "abbruch.csv", 400)
    with operator.running("import", "ideas", file) as process:
        assert process.stderr
        next(line for line in process.stderr if line.startswith("reading: 400"))
        time.sleep(moment)
        process.kill()
    assert count(inside) in (0, 400)
    done = operator.run("import", "ideas", file)
    assert done.status == 0, done.err
    assert count(inside) == 400


@pytest.mark.skipif("ARENA_TEST_DATA" not in os.environ, reason="ARENA_TEST_DATA names no folder with the real files")
def test_the_real_proposals_are_taken_whole(operator: Operator, inside: Store) -> None:
    file = Path(os.environ["ARENA_TEST_DATA"]) / "bonn-cycling-dialogue" / "ideas.csv"
    done = operator.run("import", "ideas", str(file), "--source", "raddialog-bonn")
    assert (done.status, "2,163 rows: 2,163 imported" in done.out) == (0, True), done.out
    assert count(inside) == 2_163
