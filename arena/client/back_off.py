"""When to come back after a cut: full jitter, and what the close codes ask for."""

import random

FIRST_S, LONGEST_S = 0.5, 30.0
LEAST_S = 0.05  # never a busy loop
STEADY_S = 10.0  # a line that stood so long begins to count anew
RESTART = 1012
TRY_AGAIN = {408, 425, 429}


def is_final(code: int) -> bool:
    """Whether not to come back: a close code 40xx, or a handshake that is refused for good (status 4xx)."""
    return 4000 <= code < 4100 or (400 <= code < 500 and code not in TRY_AGAIN)


class BackOff:
    """Counts attempts; each wait is drawn from 0 to 0.5 s · 2ⁿ, at most 30 s."""

    def __init__(self) -> None:
        self.tries = 0

    def wait(self, code: int, *, stood_s: float | None, asked_s: float | None = None) -> float:
        """Seconds to wait before the next attempt.

        `stood_s` is how long the line was up (None: it never was), `asked_s` what the server asked for in `bye`
        or `Retry-After`. After 41xx the attempts keep counting unless the line stood for a while.
        """
        held = stood_s is not None and (stood_s >= STEADY_S or not 4100 <= code < 4200)
        if held:
            self.tries = 0
        most = min(LONGEST_S, FIRST_S * 2**self.tries)
        self.tries = min(self.tries + 1, 16)
        drawn = random.uniform(0, most)  # noqa: S311  spreads load, keeps no secret
        return max(LEAST_S, drawn + (asked_s or 0))
