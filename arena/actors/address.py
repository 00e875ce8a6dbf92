"""E-mail addresses: one form for each, so that no address has two accounts."""

import re

MOST = 254
LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def address(typed: str) -> str | None:
    """The address in lower case, its domain in the form that travels; None for what no mail can reach."""
    local, at, domain = typed.strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = domain.split(".")
    whole = f"{local}@{domain}"
    sound = at and len(local) <= 64 and len(whole) <= MOST and LOCAL.fullmatch(local)
    return whole if sound and len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels) else None
