"""The verdict: what must hold once everything works again, read from the database and from every server."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from typing import Any

import httpx2
from sqlalchemy import Connection, func, select

from arena.threads.model import CONTRIBUTION, Post, PostRevision, Reaction, Thread, ThreadEvent
from bench.chaos.nodes import Node
from bench.chaos.person import Person
from bench.chaos.record import Record

TRIES = 100


async def fetched(node: Node, thread: int) -> tuple[list[dict[str, Any]], int]:
    """A thread as a newcomer fetches it from a server without a socket, in the order of its timeline; and its head."""
    items: dict[int, dict[str, Any]] = {}
    after, more = 0, True
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{node.port}", verify=False, timeout=30) as http:
        while more:
            page = await _page(http, thread, after)
            items |= {item["id"]: item for item in page["items"]}
            after, more = page["to"], page["more"]
    return sorted(items.values(), key=lambda item: int(item["born"])), after


async def _page(http: httpx2.AsyncClient, thread: int, after: int) -> dict[str, Any]:
    """A server that has only just come back may hang up once more."""
    for _ in range(TRIES):
        with contextlib.suppress(httpx2.TransportError):
            answer = await http.get(f"/threads/{thread}/events", params={"after": after})
            if answer.status_code not in (429, 503):
                page: dict[str, Any] = answer.raise_for_status().json()
                return page
        await asyncio.sleep(0.2)
    raise RuntimeError(f"thread {thread} cannot be fetched")


def same_view(record: Record, person: Person, items: list[dict[str, Any]], head: int) -> None:
    """What a person sees is what is stored, in the same order."""
    if person.pos != head:
        record.fault("stuck", f"{person.number} stands at {person.pos} of {head}, {person.doing()}")
    mine = sorted(person.items.values(), key=lambda item: int(item["born"]))
    if person.pos == head and mine != items:
        ours, theirs = ({(item["id"], item["rev"]) for item in view} for view in (mine, items))
        record.fault("view", f"{person.number} has {sorted(ours - theirs)[:5]} and lacks {sorted(theirs - ours)[:5]}")


def whole(db: Connection, record: Record) -> None:
    """The log has no gap, and everything that was acknowledged stands in it exactly once."""
    heads = {row.id: row for row in db.execute(select(Thread.id, Thread.seq, Thread.post_no))}
    log: dict[int, list[Any]] = defaultdict(list)
    for row in db.execute(select(ThreadEvent.__table__).order_by(ThreadEvent.thread_id, ThreadEvent.seq)):
        log[row.thread_id].append(row)
    for thread, head in heads.items():
        if [row.seq for row in log[thread]] != list(range(1, head.seq + 1)):
            record.fault("log", f"the log of thread {thread} has a gap before {head.seq}")
    _numbered(db, record, {thread: head.post_no for thread, head in heads.items()})
    _promised(record, {row.client_key: row for rows in log.values() for row in rows if row.client_key})
    for (thread, seq), item in record.places.items():
        if seq > len(log[thread]) or log[thread][seq - 1].post_id != item:
            record.fault("phantom", f"item {item} was seen at {seq} of thread {thread}, which is not what is stored")
    _counted(db, record)


def _numbered(db: Connection, record: Record, numbers: dict[int, int]) -> None:
    """Contributions are numbered without a gap, and each stands there once by its words and its writer."""
    found: dict[int, list[int]] = defaultdict(list)
    first = select(PostRevision.markdown).where(PostRevision.post_id == Post.id, PostRevision.rev == 1)
    columns = (Post.id, Post.thread_id, Post.no, Post.state, Post.rev, Post.markdown)
    rows = db.execute(
        select(*columns, first.scalar_subquery().label("first")).where(Post.kind == CONTRIBUTION).order_by(Post.no)
    ).all()
    for row in rows:
        found[row.thread_id].append(row.no)
    for thread, number in numbers.items():
        if found[thread] != list(range(1, number + 1)):
            record.fault("log", f"contributions of thread {thread} are numbered with a gap before {number}")
    said = Counter((row.first or row.markdown) for row in rows if row.state == "visible")
    for words, times in said.items():
        if times > 1:
            record.fault("doubled", f"»{words[:40]}« is stored {times} times")
    stored = {row.id for row in rows}
    for number in {item for item, _ in record.forms} - stored:
        record.fault("phantom", f"item {number} was seen and is not stored")


def _promised(record: Record, stored: dict[str, Any]) -> None:
    for key, ack in record.acks.items():
        sent, row = record.sent[key], stored.get(key)
        if row is None:
            if not (ack.dup and sent.do in ("react", "delete")):  # what was so already is no change
                record.fault("lost", f"{sent.do} {key} was acknowledged at {ack.seq} and is not stored")
        elif (row.seq, row.post_id, row.thread_id) != (ack.seq, ack.post, sent.thread):
            record.fault("lost", f"{sent.do} {key} was acknowledged at {ack.seq} and is stored at {row.seq}")
    for key in stored.keys() - record.sent.keys():
        record.fault("doubled", f"{stored[key].kind} {key} is stored under a key that nobody sent")


def _counted(db: Connection, record: Record) -> None:
    """Counters of reactions say what the reactions say."""
    reactions = select(Reaction.post_id, Reaction.kind, func.count().label("n")).group_by(
        Reaction.post_id, Reaction.kind
    )
    counts = {(row.post_id, row.kind): row.n for row in db.execute(reactions)}
    for row in db.execute(select(Post.__table__)):
        for kind in ("support", "concern", "evidence", "help"):
            if getattr(row, kind) != counts.get((row.id, kind), 0):
                record.fault("view", f"item {row.id} counts {getattr(row, kind)} of {kind}")
