"""Record: what people sent, what was acknowledged to them, and everything anybody ever saw."""

import time
from collections import Counter
from typing import Any

import msgspec

LEAK_S = 3.0  # a process that heard no hint of a retraction finds it by its poll


class Sent(msgspec.Struct):
    """One op as a person sent it: it keeps its key however often it is sent."""

    thread: int
    person: int
    do: str
    payload: dict[str, Any]


class Ack(msgspec.Struct, frozen=True):
    """What the server promised: this op stands at this place of the log."""

    seq: int
    post: int
    dup: bool


class Record:
    """Shared by everybody in a run; a promise or a sight that contradicts another is a fault at once."""

    def __init__(self) -> None:
        self.sent: dict[str, Sent] = {}
        self.acks: dict[str, Ack] = {}
        self.refused: dict[str, str] = {}
        self.forms: dict[tuple[int, int], dict[str, Any]] = {}
        self.places: dict[tuple[int, int], int] = {}
        self.retracted: dict[int, float] = {}
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.down: dict[int, float] = {}
        self.back: list[float] = []

    def fault(self, kind: str, told: str) -> None:
        """Something happened that must not."""
        self.counts[f"fault: {kind}"] += 1
        if len(self.faults) < 50:
            self.faults.append(f"{kind}: {told}")

    def acknowledged(self, key: str, frame: dict[str, Any], node: int) -> None:
        """Keep a promise; a second one for the same key must be the same."""
        ack = Ack(frame["seq"], frame["post"], frame.get("dup", False))
        sent, before = self.sent[key], self.acks.get(key)
        if before and (before.seq, before.post) != (ack.seq, ack.post) and sent.do in ("post", "edit"):
            self.fault("doubled", f"{key} was acknowledged at {before} and at {ack}")
        self.counts["acknowledged again"] += ack.dup
        if before is None:
            self.promised(key, ack)
        if sent.do == "delete":
            self.retracted.setdefault(ack.post, time.monotonic())
        if (since := self.down.pop(node, None)) is not None:
            self.back.append(time.monotonic() - since)

    def promised(self, key: str, ack: Ack) -> None:
        """The first answer to an op: from here on it must be there."""
        self.acks[key] = ack
        self.counts["acknowledged"] += 1
        self.counts[f"ok {self.sent[key].do}"] += 1

    def saw(self, item: dict[str, Any], asked_at: float) -> dict[str, Any]:
        """Somebody sees an item: the same form of it looks the same to everybody, and what was retracted is gone."""
        self.counts["deliveries"] += 1
        known = self.forms.setdefault((item["id"], item["rev"]), item)
        if known != item:
            self.fault("phantom", f"item {item['id']} in form {item['rev']} is {known} to one and {item} to another")
        gone = self.retracted.get(item["id"])
        if gone is not None and asked_at > gone + LEAK_S and item["state"] == "visible":
            self.fault("leak", f"item {item['id']} was shown {asked_at - gone:.1f} s after it was retracted")
        return known

    def stands(self, thread: int, seq: int, item: int) -> None:
        """Somebody is told that this place of the log touches this item."""
        known = self.places.setdefault((thread, seq), item)
        if known != item:
            self.fault("phantom", f"place {seq} of thread {thread} is item {known} to one and {item} to another")
