"""Acts: what a person does next. Mostly they write; now and then they change, retract, react or quote."""

import random
from typing import Any, Protocol
from uuid import uuid4

from bench.chaos.record import Sent

LARGE = "&" * 3_900  # grows fivefold on its way into HTML
KINDS = ("support", "concern", "evidence", "help")


class Actor(Protocol):
    """What is known of whoever acts."""

    number: int
    thread: int
    dice: random.Random
    items: dict[int, dict[str, Any]]
    own: list[int]
    written: int


def invent(actor: Actor, *, large: bool) -> tuple[str, Sent]:
    """The next op with its key."""
    roll = actor.dice.random()
    changing = _change(actor, roll) if roll < 0.25 else None
    do, payload = changing or ("post", _post(actor, large))
    return uuid4().hex, Sent(actor.thread, actor.number, do, payload)


def _post(actor: Actor, large: bool) -> dict[str, Any]:
    actor.written += 1
    words = f"{actor.number} sagt {actor.written}"
    payload: dict[str, Any] = {"text": f"{words} {LARGE}" if large else words}
    if actor.dice.random() < 0.1 and (item := _some(actor, list(actor.items)[-20:])):
        payload |= {"post": item["id"], "quote": item["html"][3:8]}
    return payload


def _change(actor: Actor, roll: float) -> tuple[str, dict[str, Any]] | None:
    if roll < 0.12:
        if item := _some(actor, list(actor.items)[-50:]):
            return "react", {"post": item["id"], "kind": actor.dice.choice(KINDS), "on": actor.dice.random() < 0.8}
    elif item := _some(actor, actor.own[-20:]):
        if roll < 0.2:
            return "edit", {"post": item["id"], "rev": item.get("text_rev", 1), "text": f"anders: {uuid4().hex}"}
        return "delete", {"post": item["id"]}
    return None


def _some(actor: Actor, numbers: list[int]) -> dict[str, Any] | None:
    """One of these items, if it is there and visible."""
    item = actor.items.get(actor.dice.choice(numbers)) if numbers else None
    return item if item and item["state"] == "visible" and item["kind"] == "contribution" else None
