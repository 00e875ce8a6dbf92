"""The short way of a frame: a whole text in one piece, which the socket's parser would pass on as it is.

The parser of `websockets` reads frames from pieces of any size; nearly every frame of a person comes in one piece.
Whatever is not plainly such a frame takes the long way and is judged there (docs/decisions/0035).
"""

from typing import Any

from websockets.frames import apply_mask  # type: ignore[attr-defined]
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.streams import StreamReader

FINAL_TEXT, MASKED, LENGTH_16 = 0x81, 0x80, 126
_BETWEEN = StreamReader.at_eof.__code__


def whole_text(line: ServerProtocol, data: bytes) -> bytes | None:
    """The text of a frame that begins and ends with `data`, or None where the parser has to look."""
    if len(data) < 6 or data[0] != FINAL_TEXT or data[1] < MASKED:
        return None
    begin, size = 6, data[1] - MASKED
    if size == LENGTH_16:
        begin, size = 8, int.from_bytes(data[2:4], "big")
    elif size > LENGTH_16:
        return None
    if len(data) != begin + size or not _between_messages(line):
        return None
    return apply_mask(data[begin:], data[begin - 4 : begin])


def _between_messages(line: ServerProtocol) -> bool:
    """Whether the parser has nothing half read: it waits for the first byte of a message."""
    if line.state is not State.OPEN or line.current_size is not None:
        return False
    waits: Any = line.parser  # within the parser of a server that of frames, within that what it waits for
    while (within := waits.gi_yieldfrom) is not None:
        waits = within
    return waits.gi_code is _BETWEEN
