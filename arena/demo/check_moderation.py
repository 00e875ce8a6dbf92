"""Check the moderation: who reported what, who decided, and when."""

from collections.abc import Iterator

from arena.demo.references import speaker, twice, unknown
from arena.demo.shape import Demo

DAY = 86400


def problems_of_moderation(demo: Demo) -> Iterator[str]:
    """Say what is wrong with the notices and decisions."""
    yield from twice("moderation.toml: post", (f"{one.idea}/{one.post}" for one in demo.moderation))
    for row, one in enumerate(demo.moderation, 1):
        where = f"moderation.toml: reported {row} ({one.post})"
        yield from unknown(f"{where}: idea", [one.idea], demo.ideas)
        yield from speaker(where, one.by, None, demo)
        posts = {post.key: post for post in demo.ideas[one.idea].post} if one.idea in demo.ideas else {}
        yield from unknown(f"{where}: post", [one.post], posts)
        post = posts.get(one.post)
        if post and (post.by == one.by or post.age.total_seconds() / DAY <= one.days_ago):
            yield f"{where}: is not somebody else's, or was not written yet"
        if one.decided:
            decider = demo.persons.get(one.decided.by)
            if decider is None or decider.cast != "moderator" or (post and post.by == one.decided.by):
                yield f"{where}: {one.decided.by!r} is no moderator who may decide about it"
            if one.decided.days_ago >= one.days_ago:
                yield f"{where}: was decided before it was reported"
