"""Notes: hints as they travel between processes. They carry kinds and ids alone and are believed nothing."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from arena.live.buses.bus import Hints
from arena.store import Hint

NOTE_BYTES = 7000  # PostgreSQL refuses 8,000

Kind = Annotated[str, Meta(max_length=40)]
Ref = Annotated[int, Meta(ge=0, le=2**53)] | Annotated[str, Meta(max_length=200)]
_decoder = msgspec.json.Decoder(tuple[Annotated[str, Meta(max_length=64)], list[tuple[Kind, Ref]]])


def notes(sender: str, hints: Iterable[Hint]) -> Iterator[bytes]:
    """Hints as notes of fewer than 7,000 bytes; no hints are one note, by which a sender hears itself."""
    yield from _split(sender, [hint for hint in hints if isinstance(hint[1], int | str)])


def _split(sender: str, hints: Hints) -> Iterator[bytes]:
    note = msgspec.json.encode((sender, hints))
    if len(note) < NOTE_BYTES:
        yield note
    elif len(hints) > 1:
        half = len(hints) // 2
        yield from _split(sender, hints[:half])
        yield from _split(sender, hints[half:])


def read_note(note: bytes) -> tuple[str, Hints] | None:
    """Sender and hints of a note; None for anything that is none."""
    if len(note) >= NOTE_BYTES:
        return None
    try:
        sender, hints = _decoder.decode(note)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return sender, list(hints)
