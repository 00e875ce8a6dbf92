"""Defects that are put into a running server to prove that the test would see them; the product knows nothing of them.

Each takes a promise of `docs/live.md` away at the seam where it is kept.
"""

from bench.chaos.defects import acts, databases, readers
from bench.chaos.defects.register import DEFECTS, seed

__all__ = ["DEFECTS", "acts", "databases", "readers", "seed"]
