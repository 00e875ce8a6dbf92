"""What the doctor finds."""

import msgspec

WELL, HINT, FAULT = "ok", "hint", "FAULT"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at: whether it is well, and what to do about it if not."""

    level: str
    what: str
    says: str
