"""Days as the Arena reckons them: those of the city, which begin before or after those of the machine."""

from datetime import UTC, date, datetime

from arena.ideas.count import today as day_of


def today() -> date:
    """The day it is in the city."""
    return day_of(datetime.now(UTC))
