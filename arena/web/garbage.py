"""Python's search for garbage: seldom, and never through what lives as long as the process."""

import gc

THRESHOLDS = 20_000, 20, 20  # objects more than were let go; rounds of the young, rounds of the middle-aged


def look_seldom() -> None:
    """From here on what was loaded is not looked through, and the rest less often.

    A contribution leaves hundreds of objects for as long as it is on its way and next to no cycles: to look after every
    700, as Python does, finds nothing and takes a fifth of the writer's time.
    """
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
