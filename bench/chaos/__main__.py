"""Chaos: nothing lost, doubled, reordered or made up, whatever is killed, cut, filled or unplugged."""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench.chaos.again import again
from bench.chaos.broker import broker_of
from bench.chaos.disk import build, compiler
from bench.chaos.outage import outage
from bench.chaos.prove import TRIALS, judge
from bench.chaos.storm import Plan, storm
from bench.chaos.told import line_of, show
from bench.machine import about

QUICK = {"seeds": 1, "minutes": 0.4, "states": 200}


def main() -> int:
    """Run what was asked for, print the figures, and end with 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many storms, each with dice of its own (default 10)")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--minutes", type=float, default=5, help="how long all storms last together (default 5)")
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--threads", type=int, default=10)
    parser.add_argument("--nodes", type=int, default=2)
    parser.add_argument("--rest", type=float, default=0.5, help="seconds a person rests between two ops")
    parser.add_argument(
        "--database", default="sqlite", help="sqlite, postgres (the one that ARENA_TEST_POSTGRES names), or its URL"
    )
    parser.add_argument(
        "--broker", default="auto", help="redis or nats: one of our own, which breaks as well; else ARENA_BROKER"
    )
    parser.add_argument("--states", type=int, default=1_000, help="disks to rebuild after power cuts (SQLite)")
    parser.add_argument("--again", type=int, metavar="N", help="with N contributions stored: time to come back")
    parser.add_argument("--quick", action="store_true", help="one short storm and a few power cuts, under a minute")
    parser.add_argument(
        "--prove", nargs="*", metavar="DEFECT", help="put defects in, all or these, and show each is seen"
    )
    parser.add_argument("--json", type=Path, help="write the figures here, one JSON object a line")
    options = parser.parse_args()
    if options.database == "postgres":
        options.database = os.environ.get("ARENA_TEST_POSTGRES") or parser.error("ARENA_TEST_POSTGRES names no server")
    for name, value in (QUICK if options.quick else {}).items():
        setattr(options, name, value)
    asked = _proof if options.prove is not None else _again if options.again else _all
    lines = asyncio.run(asked(options))
    if options.json:
        options.json.write_text(
            "".join(json.dumps(line | about(), ensure_ascii=False) + "\n" for line in lines), "utf-8"
        )
    return int(any(line["faults"] for line in lines))


async def _all(options: argparse.Namespace) -> list[dict[str, Any]]:
    lines = await _storms(options) if options.seeds else []
    if options.database == "sqlite" and options.states and compiler():
        lines.append(await _outages(options))
    return lines


async def _storms(options: argparse.Namespace) -> list[dict[str, Any]]:
    lines = []
    for seed in range(options.first, options.first + options.seeds):  # none: power cuts alone
        with (
            tempfile.TemporaryDirectory() as name,
            _database(options.database, Path(name)) as database,
            broker_of(options.broker, Path(name)) as broker,
        ):
            folder = Path(name)
            disk = build(folder) if options.database == "sqlite" and compiler() else None
            seconds = options.minutes * 60 / options.seeds
            people = {"people": options.people, "threads": options.threads, "rest_s": options.rest}
            much = {"seconds": seconds, "faults": 10**6, "disk": disk, "broker": broker}
            plan = Plan(database, folder, seed=seed, nodes=options.nodes, **much, **people)
            outcome = await storm(plan, **({} if broker else {"ARENA_BROKER": options.broker}))
        lines.append(line_of(outcome))
        show(f"seed {seed}", lines[-1:])
    show("all", lines)
    return lines


async def _outages(options: argparse.Namespace) -> dict[str, Any]:
    """Power cuts: several recorded runs, so that the disks differ."""
    runs = max(1, options.states // 1_000)
    states, acknowledged, faults, begin = 0, 0, [], time.monotonic()
    for seed in range(options.first, options.first + runs):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            plan = Plan(f"sqlite:///{folder}/arena.db", folder, seed=seed, disk=build(folder), seconds=5, rest_s=0.1)
            report, promised = await outage(plan, states=options.states // runs)
        states, acknowledged, faults = states + report.states, acknowledged + promised, faults + report.faults
    seconds = time.monotonic() - begin
    said = "0 lost, 0 corrupt" if not faults else f"WRONG: {faults[:5]}"
    print(f"power cuts: {states:,} rebuilt disks, {acknowledged:,} acknowledged: {said} ({seconds:.0f} s)", flush=True)
    return {"name": "power", "states": states, "acknowledged": acknowledged, "faults": faults, "seconds": seconds}


async def _again(options: argparse.Namespace) -> list[dict[str, Any]]:
    """A server that was killed, with much stored, and a reader who missed much."""
    with tempfile.TemporaryDirectory() as name, _database(options.database, Path(name)) as database:
        line = await again(database, Path(name), options.again)
    waits = sorted(line["start_s"][1:])
    print(
        f"{line['stored']:,} stored: {waits[len(waits) // 2]:.2f} s from the start to the first answer (at most ",
        end="",
    )
    print(f"{waits[-1]:.2f} s); {line['missed']:,} missed contributions in order after {line['caught_up_s']:.2f} s")
    return [line]


async def _proof(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Put one defect after the other in; one that is not seen is a fault of the test."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        disk = build(Path(folder))
        for trial in TRIALS:
            if options.prove and trial.defect not in options.prove:
                continue
            found = await judge(trial, disk)
            print(f"{'seen' if found.caught else 'MISSED':<7}{found.seconds:>6.1f} s  {found.defect:<32}", end="")
            print(found.complaint[:110], flush=True)
            faults = [] if found.caught else ["missed"]
            lines.append({"name": f"prove {trial.defect}", "faults": faults, "seconds": found.seconds})
    return lines


@contextmanager
def _database(which: str, folder: Path) -> Iterator[str]:
    """A database of its own for each storm."""
    if which == "sqlite":
        yield f"sqlite:///{folder / 'arena.db'}"
        return
    name = f"arena_chaos_{uuid4().hex[:12]}"
    engine = create_engine(which, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    try:
        yield make_url(which).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as db:
            db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


if __name__ == "__main__":
    raise SystemExit(main())
