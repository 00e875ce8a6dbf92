"""Frames on the wire are those of RFC 6455, as the library the server stands on writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from arena.live.frames import on_wire


@given(st.binary(max_size=300))
def test_a_frame_is_that_of_the_library(payload: bytes) -> None:
    assert on_wire(payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)


@pytest.mark.parametrize("size", [0, 125, 126, 127, 128, 255, 256, 65_535, 65_536, 70_000])
def test_every_form_of_its_length_is(size: int) -> None:
    assert on_wire(bytes(size)) == Frame(Opcode.TEXT, bytes(size)).serialize(mask=False)
