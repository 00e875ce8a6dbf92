"""What people do in a thread for tests of questions, marks and polls: ops as programs send them."""

from typing import Any
from uuid import uuid4

from arena.store import Store
from tests.people import Answer, Someone
from tests.threads.conftest import fetched


async def op(someone: Someone, thread: int, do: str, *, key: str = "", **payload: Any) -> Answer:
    """Send an op; its answer as it came."""
    headers = {"Idempotency-Key": key or uuid4().hex}
    return await someone.http.post(f"/threads/{thread}/ops", json={"do": do, **payload}, headers=headers)


async def say(someone: Someone, thread: int, text: str = "Wer hat Platz?", **payload: Any) -> int:
    """Say something; returns its number."""
    return int((await op(someone, thread, "post", text=text, **payload)).json()["post_id"])


async def ask(someone: Someone, thread: int, text: str = "Wer hat Platz?") -> int:
    """Ask a question; returns its number."""
    return await say(someone, thread, text, kind="question")


def item(store: Store, thread: int, post: int) -> dict[str, Any]:
    """An item as a newcomer fetches it."""
    return next(one for one in fetched(store, thread) if one["id"] == post)
