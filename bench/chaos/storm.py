"""The storm: people talk at several servers while faults come one after the other; then the verdict."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec

from arena.store import Store
from arena.threads.open import open_thread
from bench.chaos.broker import Broker
from bench.chaos.faults import Fault, Scene, faults_of
from bench.chaos.nodes import Cluster
from bench.chaos.person import Mood, Person, way_of
from bench.chaos.proxy import Proxy
from bench.chaos.record import Record
from bench.chaos.verdict import fetched, same_view, whole
from bench.fresh import store_on
from bench.people import sign_in

COMPLETE_S = 90.0  # only a busy machine needs it


class Plan(msgspec.Struct, frozen=True):
    """How much happens: faults come until there were `faults` of them or the time is over."""

    database: str
    folder: Path
    seed: int = 0
    nodes: int = 2
    people: int = 24
    threads: int = 3
    rest_s: float = 0.4
    faults: int = 30
    seconds: float = 60.0
    pause_s: float = 0.5
    disk: Path | None = None
    broker: Broker | None = None
    kinds: Mapping[Fault, int] | None = None
    defects: tuple[str, ...] = ()
    new_keys: bool = False
    hints_lost: int = 0
    patience_s: float = COMPLETE_S


class Outcome(msgspec.Struct):
    """What a storm left behind; `faults` is empty when all is well."""

    seed: int
    faults: list[str]
    broken: Counter[str]
    counts: Counter[str]
    back_s: list[float]
    complete_s: float
    seconds: float
    complaints: str


async def storm(
    plan: Plan, record: Record | None = None, before: Callable[[], None] | None = None, **environment: str
) -> Outcome:
    """Let it happen, and judge; `before` is called when the database is there and no server is yet."""
    begin = time.monotonic()
    record, broken = record or Record(), Counter[str]()
    tokens, threads = _prepare(plan)
    if before:
        before()
    async with _scene(plan, record, tokens, threads, environment) as scene:
        await _break(plan, scene, broken)
        healed = time.monotonic()
        await _complete(scene, plan.patience_s)
        complete_s = time.monotonic() - healed
        await _judge(scene, plan.database)
        complaints = scene.cluster.complaints()
    return Outcome(
        plan.seed, record.faults, broken, record.counts, record.back, complete_s, time.monotonic() - begin, complaints
    )


def _prepare(plan: Plan) -> tuple[list[str], list[int]]:
    """The database with people who are signed in, and threads."""
    store = store_on(plan.database)
    threads = [store.write_now(open_thread) for _ in range(plan.threads)]
    tokens = store.write_now(sign_in, plan.people)
    store.close()
    return tokens, threads


@asynccontextmanager
async def _scene(
    plan: Plan, record: Record, tokens: list[str], threads: list[int], environment: dict[str, str]
) -> AsyncIterator[Scene]:
    mood = Mood(plan.rest_s, new_keys=plan.new_keys)
    people = [
        Person(number, token, threads[number % len(threads)], record, mood, plan.seed, way_of(number, plan.threads))
        for number, token in enumerate(tokens)
    ]
    shim = {"LD_PRELOAD": str(plan.disk), "CHAOS_DISK": plan.database.removeprefix("sqlite:///")} if plan.disk else {}
    cluster = Cluster(
        plan.folder,
        plan.database,
        nodes=plan.nodes,
        defects=list(plan.defects),
        lost=plan.hints_lost,
        **shim,
        **({"ARENA_BROKER": plan.broker.url} if plan.broker else {}),
        **environment,
    )
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(cluster)
        doors = [await stack.enter_async_context(Proxy(node)) for node in cluster.nodes]
        living = [asyncio.create_task(person.live(doors)) for person in people]
        try:
            yield Scene(cluster, doors, people, mood, plan.seed, plan.broker)
        finally:
            for task in living:
                task.cancel()
            ended = await asyncio.gather(*living, return_exceptions=True)
            for fault in ended:
                if not isinstance(fault, asyncio.CancelledError):
                    record.fault("client", repr(fault))


async def _break(plan: Plan, scene: Scene, broken: Counter[str]) -> None:
    """Break one thing after the other; several may be broken at once, but each node by one fault at a time."""
    kinds = (
        faults_of(plan.database, disk=plan.disk is not None, broker=plan.broker is not None)
        if plan.kinds is None
        else plan.kinds
    )
    begin, under_way = time.monotonic(), set[asyncio.Task[None]]()
    while sum(broken.values()) < plan.faults and time.monotonic() - begin < plan.seconds and not scene.record.faults:
        await asyncio.sleep(scene.dice.expovariate(1 / plan.pause_s))
        whole_nodes = [node for node in scene.cluster.nodes if node not in scene.busy]
        if not whole_nodes or not kinds:
            continue
        node = scene.dice.choice(whole_nodes)
        fault = scene.dice.choices(list(kinds), list(kinds.values()))[0]
        broken[fault.__name__] += 1
        scene.busy.add(node)
        under_way.add(task := asyncio.create_task(fault(scene, node)))  # type: ignore[arg-type]
        task.add_done_callback(lambda _, node=node: scene.busy.discard(node))  # type: ignore[misc]
    await asyncio.gather(*under_way)


async def _complete(scene: Scene, patience_s: float) -> None:
    """Nobody writes anything new; everything that waits is answered, and everybody stands at the head."""
    scene.mood.writing = False
    until = time.monotonic() + patience_s
    while any(person.waiting for person in scene.people) and time.monotonic() < until:
        await asyncio.sleep(0.02)
    heads = {thread: (await fetched(scene.cluster.nodes[0], thread))[1] for thread in _threads(scene)}
    while any(person.pos < heads[person.thread] for person in scene.people) and time.monotonic() < until:
        await asyncio.sleep(0.02)
    for person in scene.people:
        if person.waiting:
            scene.record.fault("stuck", f"{person.number} waits for an answer to {list(person.waiting)}")


async def _judge(scene: Scene, database: str) -> None:
    for thread in _threads(scene):
        views = [await fetched(node, thread) for node in scene.cluster.nodes]
        if any(view != views[0] for view in views):
            scene.record.fault("view", f"the servers show different forms of thread {thread}")
        for person in scene.people:
            if person.thread == thread:
                same_view(scene.record, person, *views[0])
    store = Store(database)
    store.read_now(whole, scene.record)
    store.close()


def _threads(scene: Scene) -> list[int]:
    return sorted({person.thread for person in scene.people})
