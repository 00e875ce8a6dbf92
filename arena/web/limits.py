"""Limits: token buckets in memory, one for each key."""

from time import monotonic

MOST = 50_000


class Buckets:
    """Lets each key act `burst` times at once and `per_second` times a second after that."""

    def __init__(self, *, burst: float, per_second: float) -> None:
        self.burst = burst
        self.per_second = per_second
        self._levels: dict[object, tuple[float, float]] = {}

    def take(self, key: object, n: float = 1) -> float:
        """Take `n` tokens: 0 if there were enough, else the seconds to wait, and nothing is taken."""
        now = monotonic()
        level, then = self._levels.get(key, (self.burst, now))
        level = min(self.burst, level + (now - then) * self.per_second)
        if level < n:
            return (n - level) / self.per_second
        self._levels[key] = (level - n, now)
        if len(self._levels) > MOST:
            self._forget(now)
        return 0

    def _forget(self, now: float) -> None:
        """Drop the keys whose bucket is full again; where a flood leaves none, drop the oldest half."""
        full_after = self.burst / self.per_second
        kept = {key: held for key, held in self._levels.items() if now - held[1] < full_after}
        self._levels = kept if len(kept) <= MOST else dict(list(kept.items())[MOST // 2 :])
