"""What the disk itself can do: a page appended and `fdatasync`, again and again; any durable answer waits for it."""

import os
import sys
import time
from pathlib import Path

PAGE = bytes(4096)


def main(file: Path, seconds: float) -> float:
    """Append for so long; gives fdatasyncs a second."""
    number = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    begin, syncs = time.perf_counter(), 0
    while time.perf_counter() < begin + seconds:
        os.write(number, PAGE)
        os.fdatasync(number)
        syncs += 1
    rate = syncs / (time.perf_counter() - begin)
    os.close(number)
    return rate


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), float(sys.argv[2])))
