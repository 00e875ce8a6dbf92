"""The short way of a frame: whatever comes, in whatever pieces, it is read as the parser alone would read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol

from arena.live.whole import whole_text
from arena.web.server import MESSAGE_BYTES
from tests.conformance.line import BINARY, CONT, PING, TEXT, closing, fragments, frame

OPEN = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
OPEN += b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

texts = st.one_of(
    st.text(max_size=200).map(str.encode),
    st.integers(120, 130).map(lambda size: b"x" * size),
    st.integers(65_530, 65_540).map(lambda size: b"y" * size),
    st.binary(max_size=8),
)
frames = st.one_of(
    texts.map(lambda text: [frame(TEXT, text)]),
    st.tuples(texts, st.integers(1, 60)).map(lambda cut: fragments(TEXT, cut[0][:500] or b"z", cut[1])),
    st.binary(max_size=20).map(lambda body: [frame(PING, body)]),
    st.binary(max_size=20).map(lambda body: [frame(BINARY, body)]),
    texts.map(lambda text: [frame(TEXT, text, masked=False)]),
    texts.map(lambda text: [frame(TEXT, text, rsv=2)]),
    texts.map(lambda text: [frame(TEXT, text, fin=False)]),
    texts.map(lambda text: [frame(CONT, text)]),
    st.just([closing(1000)]),
    st.binary(max_size=30).map(lambda noise: [noise]),
)


def fresh() -> ServerProtocol:
    """A line whose handshake is done."""
    line = ServerProtocol(max_size=MESSAGE_BYTES)
    line.receive_data(OPEN)
    (asked,) = line.events_received()
    assert isinstance(asked, Request)
    line.send_response(line.accept(asked))
    line.data_to_send()
    return line


def told(line: ServerProtocol) -> list[tuple[Opcode, bytes, bool]]:
    """What the parser passes on."""
    return [(one.opcode, bytes(one.data), one.fin) for one in line.events_received() if isinstance(one, Frame)]


@given(st.lists(frames, max_size=6), st.data())
def test_any_pieces_are_read_as_by_the_parser_alone(messages: list[list[bytes]], data: st.DataObject) -> None:
    pieces: list[bytes] = []
    for piece in (one for message in messages for one in message):
        if (cut := data.draw(st.integers(0, 3))) == 0 and len(piece) > 1:
            at = data.draw(st.integers(1, len(piece) - 1))
            pieces += [piece[:at], piece[at:]]
        elif cut == 1 and pieces:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    short, long = fresh(), fresh()
    for piece in pieces:
        text = whole_text(short, piece)
        if text is None:
            short.receive_data(piece)
        long.receive_data(piece)
        read = told(short) if text is None else [(Opcode.TEXT, text, True)]
        assert read == told(long)
        assert (short.state, type(short.parser_exc)) == (long.state, type(long.parser_exc))
        if long.parser_exc is not None:
            break


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 300, 65_535])
def test_a_whole_text_takes_the_short_way(size: int) -> None:
    line = fresh()
    for _ in range(2):
        assert whole_text(line, frame(TEXT, b"a" * size)) == b"a" * size
    line.receive_data(frame(PING, b"?"))
    told(line)
    assert whole_text(line, frame(TEXT, b"a" * size)) == b"a" * size


def test_nothing_passes_what_is_half_read() -> None:
    whole = frame(TEXT, b"hello")
    for begun in (frame(TEXT, b"one", fin=False), whole[:1], whole[:4], whole[:8], frame(PING, b"1")[:3]):
        line = fresh()
        line.receive_data(begun)
        assert whole_text(line, whole) is None


def test_nothing_passes_a_close() -> None:
    line = fresh()
    line.receive_data(closing(1000))
    assert whole_text(line, frame(TEXT, b"hello")) is None
