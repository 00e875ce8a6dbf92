"""Sets of small numbers as the bits of one integer: a hundred thousand are counted in microseconds."""

from collections.abc import Iterable, Iterator


def bits_of(numbers: Iterable[int], size: int) -> int:
    """The set of these numbers, each below `size`."""
    room = bytearray(size // 8 + 1)
    for number in numbers:
        room[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(room, "little")


def numbers_in(bits: int) -> Iterator[int]:
    """The numbers in a set, from the smallest on."""
    for place, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        while byte:
            low = byte & -byte
            yield (place << 3) + low.bit_length() - 1
            byte ^= low


class Members:
    """Asks many times whether a number is in a set."""

    def __init__(self, bits: int) -> None:
        self._bytes = bits.to_bytes((bits.bit_length() + 7) // 8, "little")

    def __contains__(self, number: int) -> bool:
        place = number >> 3
        return place < len(self._bytes) and bool(self._bytes[place] >> (number & 7) & 1)
