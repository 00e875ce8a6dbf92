"""Pages: requests per second of processor time, 95th percentile and statements, beside Starlette's "hello"."""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import uvloop

from arena.ideas.team_model import NEEDS
from arena.strategy.read import BERLIN, read_strategy
from bench.load import ask, lead
from bench.machine import LOAD_CORES, about, seconds_used, serving
from bench.statements import count_statements
from bench.stock import fill
from bench.told import goal

STRATEGY = read_strategy(BERLIN)
# Each of these only once in a while: what a page costs that nobody has asked for lately.
SELDOM = [
    f"/de/ideas?field={field}&district={district.key}&need={need}"
    for need in NEEDS
    for district in STRATEGY.districts
    for field in STRATEGY.fields
]
PAGES = {
    "start page": ["/de/"],
    "ideas": ["/de/ideas"],
    "ideas, one filter": ["/de/ideas?field=data-use"],
    "ideas, three filters, seldom": SELDOM,
    "ideas, search": ["/de/ideas?q=Brunnen"],
    "one idea": ["/de/ideas/1"],
    "profile": ["/de/ideas/1/compass"],
    "journal of one idea": ["/de/ideas/1/journal"],
    "journal of the city": ["/de/journal"],
    "journal, three filters": ["/de/journal?kind=ideas&field=data-use&district=mitte"],
    "journal, seldom": [f"/de/journal?field={f}&district={d.key}" for f in STRATEGY.fields for d in STRATEGY.districts],
    "news": ["/de/me/news"],
    "coverage": ["/de/coverage"],
    "progress": ["/de/progress"],
    "promises": ["/de/promises"],
}
ALONE = {"news"}  # not for visitors
SIGNED_IN, VISITORS, P95_MS = 500, 0.4, 50
READERS = ("visitor", "reader", "carrier")  # the carrier of a ninth of all ideas: as much as nobody has


class Row(msgspec.Struct):
    """What one page costs one kind of reader."""

    page: str
    who: str
    per_cpu_second: float
    p95_ms: float
    kilobytes: float
    statements: int
    wrong: int = 0


def main() -> None:
    """Measure, print a table and, where asked, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round instead of three")
    parser.add_argument("--json", type=Path, help="write the figures here, one JSON object a line")
    parser.add_argument("--ideas", type=Path, help="a CSV file with the columns title and body")
    parser.add_argument(
        "--number", type=int, help="how many ideas to make up where no file is given: 10,000, quickly 2,000"
    )
    parser.add_argument("--each", type=int, default=20, help="assessments and journal entries of every idea")
    parser.add_argument("--packed", action="store_true", help="ask for gzip, as browsers do")
    options = parser.parse_args()
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, LOAD_CORES)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/arena.db"
        number = options.number or (2_000 if options.quick else 10_000)
        number, tokens = fill(url, options.ideas, number, each=options.each)
        statements = {
            (page, who): asyncio.run(count_statements(url, paths[0], tokens.get(who, "")))
            for page, paths, who in rows_wanted()
        }
        rows = uvloop.run(_measure(folder, tokens, options.quick, options.packed, statements))
    _print(rows, number, options.packed)
    if options.json:
        options.json.write_text("".join(_line(row, rows[0], number) for row in rows), "utf-8")


async def _measure(
    folder: str, tokens: dict[str, str], quick: bool, packed: bool, statements: dict[tuple[str, str], int]
) -> list[Row]:
    with serving("-m", "bench.hello", "PORT") as (pid, port):
        rows = [await _row(pid, port, "hello", ["/"], "visitor", "", quick, packed)]
    with serving("-m", "arena", "serve", ARENA_DATA_DIR=folder, ARENA_TRUSTED_PROXIES="127.0.0.1") as (pid, port):
        for page, paths, who in rows_wanted():
            row = await _row(pid, port, page, paths, who, tokens.get(who, ""), quick, packed)
            row.statements = statements[page, who]
            rows.append(row)
    return rows


def rows_wanted() -> list[tuple[str, list[str], str]]:
    """Every page, for everyone who may see it."""
    return [
        (page, paths, who) for page, paths in PAGES.items() for who in READERS if who != "visitor" or page not in ALONE
    ]


async def _row(
    pid: int, port: int, page: str, paths: list[str], who: str, cookie: str, quick: bool, packed: bool
) -> Row:
    seconds = 0.5 if quick else 4.0
    paths = [await lead(port, paths[0])] if len(paths) == 1 and page not in ALONE else paths
    await ask(port, paths, 0.3 if quick else 0.7, cookie=cookie, packed=packed)
    per_cpu, rates, size, wrong = [], [], 0.0, 0
    for _ in range(1 if quick else 3):
        before = seconds_used(pid)
        told = await ask(port, paths, seconds, cookie=cookie, packed=packed)
        per_cpu.append(told.answers / max(seconds_used(pid) - before, 0.001))
        rates.append(told.rate)
        size, wrong = told.bytes / told.answers / 1_000, wrong + told.wrong
    paced = await ask(port, paths, seconds, cookie=cookie, pace=statistics.median(rates) / 2, packed=packed)
    return Row(page, who, statistics.median(per_cpu), paced.slowest(0.95), size, 0, wrong)


def _print(rows: list[Row], number: int, packed: bool) -> None:
    hello = rows[0].per_cpu_second
    print(f"{number} ideas on SQLite, server on one core, {'gzip' if packed else 'not compressed'}")
    print(f"{'page':<30}{'who':<9}{'per CPU s':>10}{'of hello':>10}{'p95 ms':>9}{'kB':>8}{'statements':>12}")
    for row in rows:
        share = f"{row.per_cpu_second / hello:.3f}"
        note = f"  {row.wrong} answers were not 200" if row.wrong else ""
        print(
            f"{row.page:<30}{row.who:<9}{row.per_cpu_second:>10.0f}{share:>10}{row.p95_ms:>9.1f}"
            f"{row.kilobytes:>8.1f}{row.statements:>12}{note}"
        )
    for met, sentence in _goals(rows[1:], hello):
        print(goal(met, sentence))


def _goals(rows: list[Row], hello: float) -> Iterator[tuple[bool, str]]:
    """What is wanted of every page, and the page that is furthest from it."""
    visitors, readers = ([row for row in rows if row.who == who] for who in ("visitor", "reader"))
    slow = min(visitors, key=lambda row: row.per_cpu_second)
    yield (
        slow.per_cpu_second >= VISITORS * hello,
        f"visitors: {slow.per_cpu_second / hello:.2f} of hello at least ({slow.page}), {VISITORS} wanted",
    )
    for row in readers:
        met = row.per_cpu_second >= SIGNED_IN
        yield met, f"{row.page}: {row.per_cpu_second:,.0f} a CPU s for a signed-in reader, {SIGNED_IN} wanted"
    late = max((row for row in rows if row.who != "carrier"), key=lambda row: row.p95_ms)
    yield late.p95_ms < P95_MS, f"95% within {late.p95_ms:.0f} ms at half load ({late.page}), {P95_MS} wanted"


def _line(row: Row, hello: Row, number: int) -> str:
    facts = {
        "name": "starlette-hello" if row.page == "hello" else "arena",
        "n": number,
        "mode": f"{row.page}/{row.who}",
        **msgspec.structs.asdict(row),
        "vs": {"starlette-hello": row.per_cpu_second / hello.per_cpu_second},
    }
    return json.dumps(facts | about(), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
