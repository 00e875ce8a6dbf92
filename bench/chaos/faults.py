"""Faults: what breaks, for how long, and how it becomes whole again."""

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable

from sqlalchemy import create_engine, text

from bench.chaos.broker import Broker
from bench.chaos.nodes import Cluster, Node
from bench.chaos.person import Mood, Person
from bench.chaos.proxy import Proxy
from bench.chaos.record import Record

Fault = Callable[["Scene", Node], Awaitable[None]]
TERM_S = 15


class Scene:
    """Everything a fault can reach."""

    def __init__(
        self,
        cluster: Cluster,
        doors: list[Proxy],
        people: list[Person],
        mood: Mood,
        seed: int,
        broker: Broker | None = None,
    ) -> None:
        self.cluster, self.doors, self.people, self.mood, self.broker = cluster, doors, people, mood, broker
        self.record: Record = people[0].record
        self.dice = random.Random(seed)
        self.busy: set[Node] = set()
        self.broker_is_away = False

    def door(self, node: Node) -> Proxy:
        """The network in front of a node."""
        return self.doors[node.number]

    def some(self, share: float) -> list[Person]:
        """A share of the people, at least one."""
        return self.dice.sample(self.people, max(1, int(len(self.people) * share)))


async def kill(scene: Scene, node: Node) -> None:
    """Kill −9, and start again at once."""
    killed = time.monotonic()
    node.signal(signal.SIGKILL)
    await node.gone(5)
    scene.record.down[node.number] = killed
    await scene.cluster.start(node)


async def term(scene: Scene, node: Node) -> None:
    """Ask it to end, as an update does; whoever does not end in time is killed."""
    node.signal(signal.SIGTERM)
    if not await node.gone(TERM_S):
        scene.record.fault("stuck", f"node {node.number} does not end when told to")
        node.signal(signal.SIGKILL)
        await node.gone(5)
    await scene.cluster.start(node)


async def stop(scene: Scene, node: Node) -> None:
    """Hold it up in the middle of whatever it does."""
    node.signal(signal.SIGSTOP)
    await asyncio.sleep(scene.dice.uniform(0.1, 1.5))
    node.signal(signal.SIGCONT)


async def cut(scene: Scene, node: Node) -> None:
    """Cut a third of the connections."""
    for link in scene.door(node).some(scene.dice):
        link.cut()


async def black_hole(scene: Scene, node: Node) -> None:
    """Let nothing pass on a third of the connections; half of them are lost afterwards."""
    links = scene.door(node).some(scene.dice)
    for link in links:
        link.hole = True
    await asyncio.sleep(scene.dice.uniform(0.5, 3))
    for link in links:
        link.heal()
        if scene.dice.random() < 0.5:
            link.cut()


async def slow(scene: Scene, node: Node) -> None:
    """Let a third of the connections crawl."""
    links = scene.door(node).some(scene.dice)
    for link in links:
        link.slow = scene.dice.choice((2_000, 20_000))
    await asyncio.sleep(scene.dice.uniform(0.5, 2))
    for link in links:
        link.heal()


async def stall(scene: Scene, node: Node) -> None:
    """Readers of one thread take nothing while much is written there."""
    thread = scene.dice.choice(scene.people).thread
    here = [person for person in scene.people if person.thread == thread]
    readers = here[: max(1, len(here) // 3)]
    for person in readers:
        person.stall()
    scene.mood.large.add(thread)
    await asyncio.sleep(scene.dice.uniform(3, 5))
    scene.mood.large.discard(thread)
    for person in readers:
        person.go_on()


async def lost_hints(scene: Scene, node: Node) -> None:
    """Nine of ten hints never arrive."""
    scene.cluster.switches.hints(lost=90)
    await asyncio.sleep(scene.dice.uniform(0.5, 2))
    scene.cluster.switches.hints()


async def late_hints(scene: Scene, node: Node) -> None:
    """Hints arrive late, out of order and twice."""
    scene.cluster.switches.hints(late=scene.dice.randrange(5, 50))
    await asyncio.sleep(scene.dice.uniform(0.5, 2))
    scene.cluster.switches.hints()


async def newcomers(scene: Scene, node: Node) -> None:
    """Some forget all they saw and read from the beginning."""
    for person in scene.some(0.1):
        person.forget()


async def absent(scene: Scene, node: Node) -> None:
    """Some are away for a while and come back to where they were."""
    away = scene.some(0.1)
    for person in away:
        person.leave()
    await asyncio.sleep(scene.dice.uniform(3.5, 5))
    for person in away:
        person.come_back()


async def full_disk(scene: Scene, node: Node) -> None:
    """The disk is full."""
    await _broken(scene, "full")


async def no_write(scene: Scene, node: Node) -> None:
    """The disk fails on writing."""
    await _broken(scene, "no_write")


async def no_sync(scene: Scene, node: Node) -> None:
    """The disk fails on syncing."""
    await _broken(scene, "no_sync")


async def _broken(scene: Scene, state: str) -> None:
    scene.cluster.switches.disk(state)
    await asyncio.sleep(scene.dice.uniform(0.2, 1))
    scene.cluster.switches.disk("works")


async def lost_database(scene: Scene, node: Node) -> None:
    """PostgreSQL ends every connection, in the middle of whatever is asked."""
    await asyncio.to_thread(_end_connections, scene.cluster.database)


def _end_connections(database: str) -> None:
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        db.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
    engine.dispose()


async def lost_broker(scene: Scene, node: Node) -> None:
    """Redis or NATS is killed and is away for a while; all that waits for hints is found by the poll."""
    if scene.broker is None or scene.broker_is_away:
        return
    scene.broker_is_away = True
    scene.broker.kill()
    await asyncio.sleep(scene.dice.uniform(0.2, 4))
    await asyncio.to_thread(scene.broker.start)
    scene.broker_is_away = False


NETWORK: dict[Fault, int] = {cut: 3, black_hole: 3, slow: 2, stall: 3}
PROCESS: dict[Fault, int] = {kill: 40, term: 4, stop: 4}
OTHERS: dict[Fault, int] = {lost_hints: 2, late_hints: 2, newcomers: 2, absent: 2}
DISK: dict[Fault, int] = {full_disk: 3, no_write: 2, no_sync: 2}
DATABASE: dict[Fault, int] = {lost_database: 3}
BROKER: dict[Fault, int] = {lost_broker: 6}


def faults_of(database: str, *, disk: bool, broker: bool = False) -> dict[Fault, int]:
    """What can break here, and how often in relation to the rest."""
    there = DATABASE if database.startswith("postgresql") else DISK if disk else {}
    return PROCESS | NETWORK | OTHERS | there | (BROKER if broker else {})
