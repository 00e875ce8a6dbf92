"""Switches: a few bytes that every server of a run looks at, through which its disk breaks and its hints are lost."""

import mmap
from pathlib import Path

SIZE = 64
DISK, HINTS_LOST, HINTS_LATE = range(3)  # what each byte says; the first one is read by `disk.c` as well
DISK_FAULTS = {"works": 0, "full": 1, "no_write": 2, "no_sync": 3}


class Switches:
    """The bytes in a file that all processes map: `disk` by name, lost hints in percent, lateness in hundredths."""

    def __init__(self, path: Path, *, always_lost: int = 0) -> None:
        self.path = path
        self.always_lost = always_lost
        if not path.exists():
            path.write_bytes(bytes(SIZE))
        with path.open("r+b") as file:
            self._bytes = mmap.mmap(file.fileno(), SIZE)
        if always_lost:
            self.hints()

    def disk(self, state: str) -> None:
        """Let every server's disk work or fail from now on."""
        self._bytes[DISK] = DISK_FAULTS[state]

    def hints(self, *, lost: int | None = None, late: int = 0) -> None:
        """Lose so many of a hundred hints (not said: as many as always), and hold up the others for so many 1/100 s."""
        self._bytes[HINTS_LOST], self._bytes[HINTS_LATE] = self.always_lost if lost is None else lost, late

    @property
    def lost(self) -> int:
        """How many of a hundred hints are lost."""
        return self._bytes[HINTS_LOST]

    @property
    def late_s(self) -> float:
        """How long a hint is held up at most."""
        return self._bytes[HINTS_LATE] / 100
