"""`arena import thread`: a discussion from elsewhere with its authors and times."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from arena.actors.model import Actor, Person
from arena.ideas.model import Idea
from arena.store import Store
from arena.threads.model import Post, Reaction
from tests.commands.command import Operator
from tests.imports.conftest import proposals, read_report, write_csv

HEADER = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"
ROWS = [
    [1651071094558, "", 122, 0, 59, 63, 1, "Reparieren *statt* wegwerfen!"],
    [1651401080922, "", 386, 756, 18, 9, -1, "Rüpelei"],
    [1651000000000, "", 5, 756, 1, 0, 1, "Weniger Verpackung."],
    ["bald", "", 7, 756, 1, 0, 1, "Ohne Zeit"],
    [1651000000001, "", 8, 756, 1, 0, 1, " "],
]


def contributions(store: Store) -> list[tuple[str, str, datetime]]:
    rows = (
        select(Post.markdown, Actor.name, Post.at)
        .join(Actor, Actor.id == Post.person_id)
        .where(Post.no.is_not(None))
        .order_by(Post.no)
    )
    return [(row.markdown, row.name, row.at) for row in store.read_now(lambda db: db.execute(rows).all())]


@pytest.fixture
def file(operator: Operator, inside: Store) -> str:
    operator.run("import", "ideas", proposals(operator.folder / "ideen.csv", 2))
    return write_csv(operator.folder / "klimarat.csv", HEADER, ROWS)


def test_statements_come_in_with_authors_and_times_oldest_first(operator: Operator, inside: Store, file: str) -> None:
    done = operator.run("import", "thread", file, "--idea", "ideen:B1", "--report", "r.csv")
    assert (done.status, "5 rows: 2 imported, 1 left out, 2 refused" in done.out) == (1, True), done.out + done.err
    assert contributions(inside) == [
        ("Weniger Verpackung.", "Klimarat 756", datetime(2022, 4, 26, 19, 6, 40, tzinfo=UTC)),
        ("Reparieren \\*statt\\* wegwerfen!", "Klimarat 0", datetime(2022, 4, 27, 14, 51, 34, 558000, tzinfo=UTC)),
    ]
    report = read_report(operator.folder / "r.csv")
    assert [row["line"] for row in report] == ["2", "3", "4", "5", "6"]
    assert report[0]["what was done or why not"] == "votes elsewhere, not taken as reactions: 59 agreed, 63 disagreed"
    assert inside.read_now(lambda db: db.execute(select(Reaction)).all()) == []
    assert inside.read_now(lambda db: db.execute(select(Person)).all()) == []


def test_a_second_run_adds_nothing_and_old_words_do_not_make_an_idea_old(
    operator: Operator, inside: Store, file: str
) -> None:
    active = select(Idea.active_at).where(Idea.source == "ideen:B1")
    before = inside.read_now(lambda db: db.execute(active).scalar())
    operator.run("import", "thread", file, "--idea", "B1")
    again = operator.run("import", "thread", file, "--idea", "B1")
    assert "2 already there" in again.out
    assert len(contributions(inside)) == 2
    assert inside.read_now(lambda db: db.execute(active).scalar()) == before


def test_what_was_rejected_comes_in_only_when_asked(operator: Operator, inside: Store, file: str) -> None:
    operator.run("import", "thread", file, "--idea", "ideen:B0", "--as", "Rat")
    operator.run("import", "thread", file, "--idea", "ideen:B0", "--as", "Rat", "--with-rejected")
    assert [words for words, *_ in contributions(inside)][-1] == "Rüpelei"
    assert len(contributions(inside)) == 3


def test_a_statement_stays_in_the_thread_it_was_imported_into(operator: Operator, inside: Store, file: str) -> None:
    operator.run("import", "thread", file, "--idea", "ideen:B0")
    done = operator.run("import", "thread", file, "--idea", "ideen:B1")
    assert "into another thread" in done.out
    assert len(contributions(inside)) == 2


@pytest.mark.parametrize("idea", ["99999", "nirgends:1", "B", "99999999999999999999"])
def test_an_idea_that_is_not_there_is_said(operator: Operator, file: str, idea: str) -> None:
    done = operator.run("import", "thread", file, "--idea", idea)
    assert (done.status, "there is no published idea" in done.err) == (1, True)


@pytest.mark.skipif("ARENA_TEST_DATA" not in os.environ, reason="ARENA_TEST_DATA names no folder with the real files")
def test_the_real_statements_are_replayed(operator: Operator, inside: Store, file: str) -> None:
    real = Path(os.environ["ARENA_TEST_DATA"]) / "klimarat" / "comments.csv"
    done = operator.run("import", "thread", str(real), "--idea", "B0", "--source", "klimarat", "--as", "Klimarat")
    assert (done.status, "522 rows: 277 imported, 245 left out" in done.out) == (0, True), done.out
    everything = operator.run("import", "thread", str(real), "--idea", "B0", "--source", "klimarat", "--with-rejected")
    assert "245 imported, 277 already there" in everything.out
