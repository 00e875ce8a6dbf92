"""Progress of long work: one line that keeps up in a terminal, a few plain lines elsewhere."""

import sys
import time
from typing import TextIO

EVERY = 0.1  # seconds between two changes of the line
PLAIN_EVERY = 2.0


class Progress:
    """Tells how far some work is; call it with how much is done, and `end` when nothing more comes."""

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._began = time.monotonic()
        self._said = self._began
        self._open = False

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` are done, unless that was said a moment ago."""
        now = time.monotonic()
        if done < total and now - self._said < (EVERY if self._live else PLAIN_EVERY):
            return
        self._said = now
        line = f"{self._what}: {done:,} of {total:,} ({done * 100 // max(total, 1)} %)"
        if 0 < done < total:
            left = (now - self._began) / done * (total - done)
            line += f", about {left:.0f} s left"
        self._stream.write(f"\r{line}\x1b[K" if self._live else f"{line}\n")
        self._stream.flush()
        self._open = self._live

    def end(self) -> None:
        """Leave the line standing and go on below it."""
        if self._open:
            self._stream.write("\n")
            self._stream.flush()
            self._open = False
