"""The register of defects, and how one is put in."""

from collections.abc import Callable

DEFECTS: dict[str, Callable[[], None]] = {}


def seed(name: str) -> None:
    """Put one of the defects in."""
    DEFECTS[name]()


def defect(put: Callable[[], None]) -> Callable[[], None]:
    """Register a defect under its name."""
    DEFECTS[put.__name__.replace("_", "-")] = put
    return put
