"""Where the shipped folders lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Find a shipped top-level folder such as `templates` or `static`."""
    beside = PACKAGE.parent / name
    return PACKAGE / name if (PACKAGE / name).is_dir() else beside
