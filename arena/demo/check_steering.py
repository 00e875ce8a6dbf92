"""Check how the threads of an idea are steered: by whom, when, what moves where."""

from collections.abc import Iterator

from arena.demo.references import older, speaker, unknown
from arena.demo.shape import Demo, Idea, Post
from arena.demo.steering import Steering
from arena.threads.slow import PACES

DAY = 86400


def problems_of_steering(idea: Idea, demo: Demo) -> Iterator[str]:
    """Say what is wrong with an idea's steering, from the first act to the last."""
    threads = {one.key for one in idea.thread}
    for row, one in enumerate(idea.steering, 1):
        where = f"steering {row} ({one.act})"
        yield from speaker(where, one.by or idea.by, one.on_behalf_of, demo)
        yield from older(where, one.days_ago, idea)
        yield from unknown(f"{where}: thread", [key for key in (one.thread, one.to) if key], threads)
        if (one.act == "slow") != (one.reason is None):
            yield f"{where}: moving and closing need a reason, slowing down has none"
        if one.act == "slow" and one.seconds not in PACES[1:]:
            yield f"{where}: {one.seconds} is no pace; there are {', '.join(map(str, PACES[1:]))}"
        if one.act == "move":
            yield from _moved(where, one, idea)
        if one.act == "close":
            late = [post.key for post in idea.post if post.thread == one.thread and _days(post) <= one.days_ago]
            yield from (f"{where}: {key!r} was said after the thread was closed" for key in late)


def _moved(where: str, one: Steering, idea: Idea) -> Iterator[str]:
    if not one.posts or one.to == one.thread:
        yield f"{where}: names posts and another thread to move them to"
    posts = {post.key: post for post in idea.post}
    yield from unknown(f"{where}: posts", one.posts, posts)
    for key in one.posts:
        post = posts.get(key)
        if post and (post.thread != one.thread or _days(post) <= one.days_ago):
            yield f"{where}: {key!r} does not stand there yet"
    begun = next((thread.days_ago for thread in idea.thread if thread.key == one.to), idea.days_ago)
    if one.days_ago > begun:
        yield f"{where}: is older than the thread it moves to"


def _days(post: Post) -> float:
    return post.age.total_seconds() / DAY
