"""A thread to talk in."""

import json
from typing import Any

import msgspec
import pytest

from arena.store import Store
from arena.threads.open import open_thread
from arena.threads.timeline import read_after


@pytest.fixture
def thread(store: Store) -> int:
    """A new public thread."""
    return store.write_now(open_thread)


def fetched(store: Store, thread: int) -> list[dict[str, Any]]:
    """The thread as a newcomer fetches it, in the order of the timeline."""
    items, after, more = [], 0, True
    while more:
        page = store.read_now(read_after, thread, after, 1000)
        items, after, more = items + page["items"], page["to"], page["more"]
    told: list[dict[str, Any]] = json.loads(msgspec.json.encode(items))
    return sorted(told, key=lambda item: int(item["born"]))
