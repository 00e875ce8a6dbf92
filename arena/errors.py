"""Errors as message keys: what the Arena refuses, said later in the reader's language."""

from typing import Any

Facts = dict[str, Any]


class Refusal(Exception):
    """An act that was refused: an HTTP status, a message key and the facts its sentence needs."""

    def __init__(self, status: int, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.facts = facts


class Missing(Refusal):
    """What is not there, or is hidden from this reader: both answer 404."""

    def __init__(self, key: str = "errors.missing") -> None:
        super().__init__(404, key)


class Invalid(Refusal):
    """Input that needs correcting: for each field a message key and its facts."""

    def __init__(self, faults: dict[str, tuple[str, Facts]]) -> None:
        super().__init__(422, "errors.invalid", n=len(faults))
        self.faults = faults


class Faults:
    """Collects what is wrong with a form, one message a field, and raises it all at once."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, Facts]] = {}

    def add(self, field: str, key: str, **facts: Any) -> None:
        """Note a fault of a field; the first one found of a field is the one shown."""
        self.found.setdefault(field, (key, facts))

    def text(self, field: str, value: str, *, most: int, least: int = 1) -> None:
        """Note a text that is missing or longer than `most` characters."""
        if len(value) < least:
            self.add(field, "errors.required" if not value else "errors.too_short", least=least)
        elif len(value) > most:
            self.add(field, "errors.too_long", most=most, n=len(value))

    def one_of(self, field: str, value: str, allowed: object) -> None:
        """Note a choice that is not among the allowed ones (any container)."""
        if value not in allowed:  # type: ignore[operator]
            self.add(field, "errors.choose" if not value else "errors.unknown_choice")

    def refuse(self) -> None:
        """Raise `Invalid` where anything was noted."""
        if self.found:
            raise Invalid(self.found)
