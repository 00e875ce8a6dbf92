"""The cut: what a disk may hold when the power goes, from what was written and what was synced."""

import random
from itertools import pairwise

import msgspec

SECTORS = (512, 4096)


class Change(msgspec.Struct, frozen=True):
    """One thing that happened to a file, or an acknowledgement among them."""

    op: bytes
    file: int
    at: int
    data: bytes


class Disk:
    """One file per number: what is certain, and what was written since in order."""

    def __init__(self, base: dict[int, bytes]) -> None:
        self.certain: dict[int, bytearray | None] = {n: bytearray(base[n]) if n in base else None for n in range(3)}
        self.since: dict[int, list[Change]] = {n: [] for n in range(3)}
        self._begun: dict[int, int] = {}

    def take(self, change: Change) -> None:
        """Follow the record by one step."""
        waiting = self.since[change.file]
        if change.op == b"B":
            self._begun[change.at] = len(waiting)
        elif change.op == b"S":
            certain = self._begun.pop(change.at)
            self._settle(change.file, certain)
        else:
            waiting.append(change)

    def _settle(self, file: int, number: int) -> None:
        for change in self.since[file][:number]:
            self.certain[file] = _applied(self.certain[file], change)
        del self.since[file][:number]
        self._begun = {sync: max(0, begun - number) for sync, begun in self._begun.items()}

    def after_a_cut(self, dice: random.Random) -> dict[int, bytes]:
        """One of the disks that a cut at this moment could leave."""
        left = {}
        for file, certain in self.certain.items():
            image = bytearray(certain) if certain is not None else None
            for change in _survivors(self.since[file], dice):
                image = _applied(image, change)
            if image is not None:
                left[file] = bytes(image)
        return left


def _applied(image: bytearray | None, change: Change) -> bytearray | None:
    if change.op == b"U":
        return None
    image = bytearray() if image is None else image
    end = change.at + len(change.data)
    if change.op == b"T":
        end = change.at
        del image[end:]
    if len(image) < end:
        image.extend(bytes(end - len(image)))
    if change.data:
        image[change.at : end] = change.data
    return image


def _survivors(changes: list[Change], dice: random.Random) -> list[Change]:
    """What of these reached the disk."""
    match dice.choice(("none", "all", "first", "some", "torn")):
        case "none":
            return []
        case "all":
            return changes
        case "first":
            return changes[: dice.randint(0, len(changes))]
        case "some":
            return [change for change in changes if dice.random() < 0.5]
    size = dice.choice(SECTORS)
    return [piece for change in changes for piece in _pieces(change, size) if dice.random() < 0.7]


def _pieces(change: Change, size: int) -> list[Change]:
    if change.op != b"W":
        return [change]
    cuts = [0, *range(size - change.at % size, len(change.data), size), len(change.data)]
    return [
        Change(b"W", change.file, change.at + start, change.data[start:end])
        for start, end in pairwise(cuts)
        if start < end
    ]
