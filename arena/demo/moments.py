"""Moments of demo content: waking hours of a day some time ago, the same at every seeding, never in the future."""

import hashlib
from datetime import UTC, datetime, timedelta

from arena.words.words import ZONE

WAKES, SLEEPS = 7 * 60, 22 * 60  # minutes of the day between which people act
MINUTE = timedelta(minutes=1)


def share(*names: str) -> float:
    """A number between 0 and 1 that always belongs to these names."""
    return hashlib.blake2b("/".join(names).encode(), digest_size=4).digest()[0] / 255


def day_ago(now: datetime, days: float, *names: str) -> datetime:
    """A moment within the waking hours of the day that was `days` ago; of today, at most now."""
    day = (now - timedelta(days=days)).astimezone(ZONE)
    minutes = WAKES + share(*names) * (SLEEPS - WAKES)
    moment = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=minutes, seconds=minutes % 60)
    return min(moment.astimezone(UTC), now)


def between(start: datetime, end: datetime, part: float, most: timedelta = timedelta.max) -> datetime:
    """A moment at a part of the way from start to end, at most `most` after the start."""
    return start + min((end - start) * part, most)
