"""An idea's path: steps taken with their day, where it stands, what comes next; from the changes in its journal."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from arena.insight.entry import changes
from arena.insight.path import Path, walked
from arena.words import words_in

PUBLISHED = {"state": [None, "published"], "rev": [None, 1], "commitment.1": [None, "active"]}
JOINED = {"commitment.2": [None, "offered"]}, {"commitment.2": ["offered", "accepted"]}
ACCEPTED = {"answer_state": ["considering", "accepted"]}
PROJECT = {"stage": ["idea", "project"]}
MEASURE = {"stage": ["project", "measure"], "measure_status": [None, "planned"]}
FINISHED = {"measure_status": ["running", "finished"]}


def way(*changes: dict[str, Any]) -> Path:
    """The path after these changes, one a day."""
    return walked(
        [SimpleNamespace(at=datetime(2026, 1, n, tzinfo=UTC), change=one) for n, one in enumerate(changes, 1)]
    )


@pytest.mark.parametrize(
    ("changes", "taken", "now", "ahead"),
    [
        ([], [], [], "published"),
        ([PUBLISHED], ["published"], ["published"], "team"),
        ([PUBLISHED, *JOINED], ["published", "team"], ["team"], "answer"),
        ([PUBLISHED, ACCEPTED], ["published", "answer_accepted"], ["answer_accepted"], "project"),
        ([PUBLISHED, PROJECT, MEASURE], ["published", "project", "measure"], ["measure"], "finished"),
        ([PUBLISHED, MEASURE, FINISHED], ["published", "measure", "finished"], [], ""),
        ([PUBLISHED, {"state": ["published", "withdrawn"]}], ["published"], ["withdrawn"], ""),
        (
            [PUBLISHED, {"state": ["published", "withdrawn"], "merged_into": [None, 7]}],
            ["published"],
            ["merged"],
            "",
        ),
        ([PUBLISHED, {"answer_state": [None, "rejected"]}], ["published", "answer_rejected"], ["rejected"], ""),
    ],
)
def test_a_path_shows_what_is_taken_where_it_stands_and_what_is_ahead(
    changes: list[dict[str, Any]], taken: list[str], now: list[str], ahead: str
) -> None:
    found = way(*changes)
    assert [step.key for step in found.steps if step.at] == taken
    assert [step.key for step in found.steps if step.now] == now
    assert found.ahead == ahead
    assert [step.at.day for step in found.steps if step.at] == sorted(step.at.day for step in found.steps if step.at)


def test_what_was_left_again_is_not_a_step_any_more() -> None:
    left = {"commitment.2": ["accepted", "withdrawn"]}
    assert [step.key for step in way(PUBLISHED, *JOINED, left).steps if step.at] == ["published"]
    back = {"stage": ["measure", "project"]}
    assert [step.key for step in way(PUBLISHED, PROJECT, MEASURE, back).steps if step.at] == ["published", "project"]


def test_changes_are_told_in_words_and_names_without_words_are_left_to_the_export() -> None:
    words = words_in("de")
    entry: Any = SimpleNamespace(
        change={
            "commitment.7": ["accepted", "active"],
            "sheets.purpose": [1, 2],
            "confirmed.7": [None, 3],
            "growing.suggestion.4": ["open", "declined"],
            "measure_status": [None, "running"],
            "milestone.3.weight": [1, 2],
            "someday.thing": [1, 2],
            "title": ["a", "b"],
        }
    )
    assert changes(words, entry) == [
        "Stand der Zusage: vorher angenommen, jetzt läuft",
        "Fassung im Steckbrief: vorher 1, jetzt 2",
        "Erfüllte Zusage bestätigt",
        "Vorschlag zum Text: vorher offen, jetzt nicht angenommen",
        "Stand der Maßnahme: laufend",
        "Gewicht des Meilensteins: vorher 1, jetzt 2",
    ]
