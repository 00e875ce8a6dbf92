"""A row becomes an idea, and every change is said."""

from datetime import UTC, datetime, timedelta

import pytest

from arena.imports.proposal import Proposal, Refused, proposal
from arena.words.markdown import MOST

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def row(title: str = "Titel", body: str = "Text.", **cells: str) -> Proposal:
    return proposal({"reference": "A1", "title": title, "body": body, **cells}, NOW)


def test_a_good_row_is_taken_as_it_is() -> None:
    found = row("Radweg", "Hier fehlt er. Bitte bauen.", source_url="https://x.de/1")
    assert (found.title, found.summary, found.markdown) == ("Radweg", "Hier fehlt er. Bitte bauen.", found.summary)
    assert (found.reference, found.address, found.at, found.notes) == ("A1", "https://x.de/1", None, ())


def test_a_missing_title_is_made_of_the_first_sentence() -> None:
    found = row("", "Hier fehlt ein Radweg. Und dort auch.")
    assert found.title == "Hier fehlt ein Radweg."
    assert "no title" in found.notes[0]


def test_a_long_title_is_shortened_and_stands_whole_in_the_text() -> None:
    title = "Radwege " * 20
    found = row(title)
    assert len(found.title) <= 120
    assert found.title.endswith("Radwege…")
    assert found.markdown == f"{title.strip()}\n\nText."
    assert "(159) stands first in the text" in found.notes[0]


def test_without_a_text_the_title_says_it_all() -> None:
    found = row("Radweg bauen", "")
    assert (found.summary, found.markdown) == ("Radweg bauen", "")
    assert "no text" in found.notes[0]


def test_a_text_beyond_what_an_idea_holds_is_shortened_and_said() -> None:
    found = row(body="Rad*weg " * 2_000)
    assert MOST - 20 < len(found.markdown) <= MOST
    assert "it had 15,999" in found.notes[0]
    assert row(body="*" * 9_000).markdown.endswith("…")


def test_a_row_without_words_is_refused() -> None:
    with pytest.raises(Refused, match="neither title nor text"):
        row(" ", "\t")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "x", "https://", "http://[", "https://x.de/" + "a" * 500])
def test_what_is_no_web_address_is_left_out(address: str) -> None:
    found = row(source_url=address)
    assert found.address is None
    assert "source address left out" in found.notes[0]


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("2017-09-13", datetime(2017, 9, 12, 22, tzinfo=UTC)),
        ("13.09.2017", datetime(2017, 9, 13, 10, tzinfo=UTC)),
        ("2017-09-13T08:00:00Z", datetime(2017, 9, 13, 8, tzinfo=UTC)),
        ("", None),
    ],
)
def test_a_date_is_understood(date: str, at: datetime | None) -> None:
    assert row(date=date).at == at


@pytest.mark.parametrize("date", ["gestern", "31.02.2017", "0001-01-01", (NOW + timedelta(days=1)).isoformat()])
def test_a_date_that_is_none_is_said(date: str) -> None:
    found = row(date=date)
    assert found.at is None
    assert "date" in found.notes[0]


def test_a_row_without_reference_gets_the_same_one_each_time() -> None:
    assert row(reference="").reference == row(reference="").reference != row("Anderes", reference="").reference
    assert row(reference="x" * 200).reference.startswith("text-")
