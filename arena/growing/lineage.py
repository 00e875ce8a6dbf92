"""The lineage of an idea: all it came out of and all that came out of it, however far."""

from collections import deque
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select, union

from arena.errors import Missing
from arena.growing.model import Lineage
from arena.ideas.model import Idea
from arena.ideas.queries import Found, idea_for
from arena.voice import Reader

MOST = 60


class Node(msgspec.Struct, frozen=True):
    """An idea in the graph; `level` counts generations, below 0 before the idea and above 0 after it."""

    id: int
    title: str
    language: str
    state: str
    merged_into: int | None
    level: int


class Edge(msgspec.Struct, frozen=True):
    """One idea came out of another."""

    from_id: int
    to_id: int
    kind: str
    at: datetime


class Graph(msgspec.Struct, frozen=True):
    """The graph in the order in which it is drawn; `more` is whether there is more than can be shown."""

    idea: Found
    nodes: list[Node]
    edges: list[Edge]
    more: bool


def lineage_of(db: Connection, me: Reader, idea_id: int) -> Graph:
    """The graph around an idea this reader may see; of drafts nothing is shown."""
    idea = idea_for(db, me, idea_id)
    if idea.state == "draft":
        raise Missing
    edges = _edges(db, idea_id)
    named = (Idea.id, Idea.title, Idea.language, Idea.state, Idea.merged_into)
    ids = {one for edge in edges for one in (edge.from_id, edge.to_id)} | {idea_id}
    rows = {row.id: row for row in db.execute(select(*named).where(Idea.id.in_(ids), Idea.state != "draft"))}
    edges = [edge for edge in edges if edge.from_id in rows and edge.to_id in rows]
    levels = levels_around(idea_id, edges)
    nodes = sorted((Node(*rows[one], level) for one, level in levels.items()), key=lambda node: (node.level, node.id))
    nearest = sorted(nodes, key=lambda node: abs(node.level))[:MOST]
    shown = [node for node in nodes if node in nearest]
    there = {node.id for node in shown}
    kept = [edge for edge in edges if edge.from_id in there and edge.to_id in there]
    return Graph(idea, shown, kept, len(shown) < len(nodes))


def _edges(db: Connection, idea_id: int) -> list[Edge]:
    """Every edge between the idea's ancestors, itself and its descendants; a union in the walk ends every circle."""
    walks: list[Any] = []
    for name, here, there in (("up", Lineage.to_id, Lineage.from_id), ("down", Lineage.from_id, Lineage.to_id)):
        walk = select(Idea.id).where(Idea.id == idea_id).cte(name, recursive=True)
        walks.append(walk.union(select(there).join(walk, here == walk.c.id)))
    kin = union(*(select(walk.c.id) for walk in walks)).subquery()
    named = select(Lineage.from_id, Lineage.to_id, Lineage.kind, Lineage.at)
    within = named.where(Lineage.from_id.in_(select(kin.c.id)), Lineage.to_id.in_(select(kin.c.id)))
    return [Edge(*row) for row in db.execute(within.order_by(Lineage.id).limit(10 * MOST))]


def levels_around(idea_id: int, edges: list[Edge]) -> dict[int, int]:
    """How many generations each idea lies before or after this one; each is met once, so circles do no harm."""
    found = {idea_id: 0}
    for step in (-1, 1):
        way = [(edge.to_id, edge.from_id) if step < 0 else (edge.from_id, edge.to_id) for edge in edges]
        left = deque([idea_id])
        while left:
            here = left.popleft()
            for near, far in way:
                if near == here and far not in found:
                    found[far] = found[here] + step
                    left.append(far)
    return found
