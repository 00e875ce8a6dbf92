"""Check the thread of an idea: speakers, times, replies, quotes and mentions."""

from collections.abc import Iterator

from arena.demo.references import older, speaker, twice, unknown
from arena.demo.shape import Demo, Idea, Post


def problems_of_thread(idea: Idea, demo: Demo) -> Iterator[str]:
    """Say what is wrong with an idea's contributions, from the first to the last."""
    yield from twice("post", (p.key for p in idea.post))
    yield from _threads(idea, demo)
    for row, summary in enumerate(idea.summaries, 1):
        yield from speaker(f"summary {row}", summary.by, summary.on_behalf_of, demo)
        yield from older(f"summary {row}", summary.days_ago, idea)
    names = sorted((p.name for p in demo.persons.values()), key=len, reverse=True)
    seen: dict[str, Post] = {}
    before: Post | None = None
    for row, post in enumerate(idea.post, 1):
        where = f"post {row} ({post.key})"
        yield from speaker(where, post.by, post.on_behalf_of, demo)
        yield from _time(where, post, before, idea)
        yield from _reply(where, post, seen)
        yield from _mentions(where, post, names)
        reactions = post.reactions
        yield from _outcome(where, post, seen, demo)
        for word in ("support", "concern", "evidence", "help", "metoo"):
            yield from unknown(f"{where}: {word}", getattr(reactions, word), demo.persons)
            yield from twice(f"{where}: {word}", getattr(reactions, word))
        seen[post.key] = before = post


def _outcome(where: str, post: Post, seen: dict[str, Post], demo: Demo) -> Iterator[str]:
    if post.reactions.metoo and not post.question:
        yield f"{where}: metoo belongs to a question"
    if post.by in post.reactions.metoo:
        yield f"{where}: {post.by!r} asks their own question along"
    if post.mark is not None:
        yield from speaker(f"{where}: mark", post.mark.by, post.mark.on_behalf_of, demo)
        if post.mark.kind == "answer" and not (post.reply_to in seen and seen[post.reply_to].question):
            yield f"{where}: is marked as an answer and answers no question"
    if post.poll is not None:
        yield from unknown(f"{where}: votes", post.poll.votes, demo.persons)
        chosen = {place for places in post.poll.votes.values() for place in places}
        if chosen - set(range(len(post.poll.options))):
            yield f"{where}: somebody voted for an option that is not there"


def _threads(idea: Idea, demo: Demo) -> Iterator[str]:
    yield from twice("thread", (one.key for one in idea.thread))
    for row, thread in enumerate(idea.thread, 1):
        where = f"thread {row} ({thread.key})"
        yield from speaker(where, thread.by or idea.by, thread.on_behalf_of, demo)
        yield from older(where, thread.days_ago, idea)
    begun = {one.key: one.days_ago for one in idea.thread}
    for row, post in enumerate(idea.post, 1):
        where = f"post {row} ({post.key})"
        if post.thread is not None:
            yield from unknown(f"{where}: thread", [post.thread], begun)
            if post.age.total_seconds() / 86400 > begun.get(post.thread, 1e9):
                yield f"{where}: is older than the thread it stands in"


def _time(where: str, post: Post, before: Post | None, idea: Idea) -> Iterator[str]:
    if (post.hours_ago is None) == (post.days_ago is None):
        yield f"{where}: exactly one of hours_ago and days_ago is needed"
        return
    yield from older(where, post.age.total_seconds() / 86400, idea)
    if before and post.age > before.age:
        yield f"{where}: is older than the contribution above it ({before.key})"


def _reply(where: str, post: Post, seen: dict[str, Post]) -> Iterator[str]:
    if post.reply_to is None:
        if post.quote is not None:
            yield f"{where}: quotes without reply_to"
        return
    answered = seen.get(post.reply_to)
    if answered is None:
        yield f"{where}: answers {post.reply_to!r}, which no contribution above it is called"
    elif answered.thread != post.thread:
        yield f"{where}: answers {post.reply_to!r}, which stands in another thread"
    elif post.quote is not None and not _says(answered, post.quote):
        yield f"{where}: the words quoted are not in {post.reply_to!r}: {post.quote!r}"


def _says(post: Post, quote: str) -> bool:
    return any(" ".join(quote.split()) in " ".join(text.split()) for text in (post.text, post.edited_text or ""))


def _mentions(where: str, post: Post, names: list[str]) -> Iterator[str]:
    for rest in post.text.split("@")[1:]:
        if not any(rest.startswith(name) for name in names):
            yield f"{where}: mentions nobody known: @{rest[:20]!r}"
