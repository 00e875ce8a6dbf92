"""What a storm is told as: figures, and a few lines for people."""

from collections import Counter
from typing import Any

from arena.client.ways import WAYS
from bench.chaos.storm import Outcome


def line_of(outcome: Outcome) -> dict[str, Any]:
    """The figures of one storm."""
    return {
        "name": "storm",
        "seed": outcome.seed,
        "faults": outcome.faults,
        "broken": dict(outcome.broken),
        "counts": dict(outcome.counts),
        "back_s": [round(seconds, 3) for seconds in outcome.back_s],
        "complete_s": [round(outcome.complete_s, 2)],
        "seconds": round(outcome.seconds, 1),
    }


def show(name: str, lines: list[dict[str, Any]]) -> None:
    """Print the figures of one storm or of several together."""
    broken, counts = (sum((Counter(line[key]) for line in lines), Counter()) for key in ("broken", "counts"))
    back = sorted(seconds for line in lines for seconds in line["back_s"]) or [0.0]
    wrong = [fault for line in lines for fault in line["faults"]]
    kinds = ", ".join(f"{kind} {number}" for kind, number in broken.most_common())
    print(f"{name}: {sum(broken.values())} faults ({kinds})")
    print(f"  {counts['acknowledged']:,} acknowledged ({counts['ok post']:,} contributions), ", end="")
    print(f"{counts['acknowledged again']:,} of them sent again; {counts['deliveries']:,} deliveries; ", end="")
    print(f"{counts['connections']:,} connections")
    ways = ", ".join(f"{way} {counts[f'frames by {way}']:,}" for way in WAYS)
    print(f"  frames by {ways}")
    told = ", ".join(f"{share:.0%} {back[int(share * (len(back) - 1))]:.2f} s" for share in (0.5, 0.95, 1.0))
    print(f"  from kill −9 to the next acknowledgement: {told}; ", end="")
    print(f"all complete at most {max(s for line in lines for s in line['complete_s']):.1f} s after the last fault")
    print(
        "  " + ("nothing lost, doubled, reordered, made up or stuck" if not wrong else f"WRONG: {wrong[:5]}"),
        flush=True,
    )
