"""What a fault of the database means to those who wait for an act."""

import logging

from sqlalchemy.exc import DBAPIError, OperationalError

from arena.errors import Refusal

log = logging.getLogger("arena.store")


def collided(fault: Exception) -> bool:
    """Whether PostgreSQL undid the act because another process was in its way (deadlock, serialisation)."""
    return isinstance(fault, DBAPIError) and getattr(fault.orig, "sqlstate", None) in {"40P01", "40001"}


def told(fault: Exception) -> Exception:
    """What whoever waits is told: a busy or broken database is a refusal (503), everything else what it is."""
    if isinstance(fault, OperationalError):
        log.warning("an act could not be stored: %s", fault.orig)
        refusal = Refusal(503, "errors.busy")
        refusal.__cause__ = fault
        return refusal
    return fault
