"""Launch: `arena serve` again and again from one process that has imported it, so that a thousand restarts are cheap.

Reads the environment of one server a line (JSON) and answers with its process number. What the product does not have is
put around it here: people who may speak fast, hints that are lost, and the seeded defects that prove the test.
"""

import argparse
import asyncio
import ctypes
import json
import os
import random
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from arena import cli
from arena.live.hub import Hub
from arena.live.running import Live
from arena.threads import rules
from bench.chaos.defects import seed
from bench.chaos.switches import Switches

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def main() -> None:
    """Start servers until the input ends; then they end as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--switches", type=Path, required=True)
    parser.add_argument("--defect", action="append", default=[])
    options = parser.parse_args()
    let_people_speak()
    lose_hints(Switches(options.switches))
    for defect in options.defect:
        seed(defect)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            serve(json.loads(line))
        print(pid, flush=True)


def serve(environment: dict[str, str]) -> None:
    """In the child: be `arena serve` with this environment, and nothing else."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    errors = os.open(environment.pop("CHAOS_LOG"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for kept, stream in ((nothing, 0), (nothing, 1), (errors, 2)):
        os.dup2(kept, stream)
    os.environ |= environment
    status: Any = 0
    try:
        cli.main(["serve"])
    except SystemExit as end:
        status = end.code
    finally:
        os._exit(status if isinstance(status, int) else 1)


def let_people_speak() -> None:
    """A few people here write as much as a whole city; how fast one person may speak is tested elsewhere."""

    def freely(*_: Any) -> None: ...

    rules.Pace.check = freely  # type: ignore[method-assign]


def lose_hints(switches: Switches) -> None:
    """Lose, delay and double what wakes the readers, as the switches say."""
    hear = Hub.hear

    def hear_badly(hub: Hub, hints: Iterable[tuple[str, Any]]) -> None:
        kept = [hint for hint in hints if random.randrange(100) >= switches.lost]
        if switches.late_s:
            for hint in kept:
                asyncio.get_running_loop().call_later(random.uniform(0, switches.late_s), hear, hub, [hint, hint])
        elif kept:
            hear(hub, kept)

    deliver, hear_from_afar = Hub.deliver, Live._hear_from_afar

    def deliver_little(hub: Hub, thread: Any, events: Any) -> None:
        if random.randrange(100) >= switches.lost:
            deliver(hub, thread, events)

    def hear_little(live: Live, hints: Any) -> None:
        if random.randrange(100) >= switches.lost:
            hear_from_afar(live, hints)

    Hub.hear, Hub.deliver = hear_badly, deliver_little  # type: ignore[method-assign]
    Live._hear_from_afar = hear_little  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
