"""Speaking in a thread through the door, as a form does."""

from uuid import uuid4

from sqlalchemy import func, select

from arena.threads.model import Post
from tests.people import Arena, Someone


async def say(arena: Arena, someone: Someone, thread: int, text: str, *, reply_to: int = 0) -> int:
    """Contribute; returns the number of what was said."""
    form = {"markdown": text, "client_key": uuid4().hex, "reply_to": str(reply_to or "")}
    answer = await someone.post(f"/de/threads/{thread}/posts", form)
    assert answer.status_code == 303, answer.text
    newest = select(func.max(Post.id)).where(Post.thread_id == thread, Post.person_id == someone.id)
    return int(await arena.store.read(lambda db: db.execute(newest).scalar_one()))
