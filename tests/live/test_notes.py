"""Hints on their way: small enough for every broker, and nothing is believed that is none."""

from hypothesis import given, settings
from hypothesis import strategies as some

from arena.live.buses.notes import NOTE_BYTES, notes, read_note

refs = some.one_of(some.integers(0, 2**53), some.text(max_size=64))
hints = some.lists(some.tuples(some.sampled_from(["thread", "signed_out", "idea"]), refs), max_size=400)


@settings(max_examples=25)
@given(hints)
def test_hints_are_split_into_notes_that_every_broker_takes(hints: list[tuple[str, int | str]]) -> None:
    sent = list(notes("me", hints))
    assert sent
    assert all(len(note) < NOTE_BYTES for note in sent)
    read = [read_note(note) for note in sent]
    assert [hint for one in read if one for hint in one[1]] == hints


def test_a_hint_that_fits_into_no_note_is_left_out() -> None:
    sent = list(notes("me", [("idea", "x" * NOTE_BYTES), ("thread", 1), ("thread", ("no", "id"))]))
    assert [hint for note in sent for hint in (read_note(note) or ("", []))[1]] == [("thread", 1)]


@given(some.binary(max_size=300))
def test_no_octets_are_feared(octets: bytes) -> None:
    read = read_note(octets)
    assert read is None or isinstance(read[1], list)
