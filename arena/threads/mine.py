"""What a reader did with items: their reactions and votes, which no shared frame tells."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, bindparam, select

from arena.store.prepared import Prepared
from arena.threads.item import Item
from arena.threads.model import Reaction
from arena.threads.polls.model import PollVote

_person: Any = bindparam("person")
_posts: Any = bindparam("posts", expanding=True)
_reactions = Prepared(
    select(Reaction.post_id, Reaction.kind).where(Reaction.person_id == _person, Reaction.post_id.in_(_posts)),
    among="posts",
)
_votes = Prepared(
    select(PollVote.post_id, PollVote.choices).where(PollVote.person_id == _person, PollVote.post_id.in_(_posts)),
    among="posts",
)


def mine_of(db: Connection, person: int | None, items: list[Item]) -> dict[int, set[str]]:
    """What a person pressed, by item: the kinds of their reactions, and `vote:0` for the first option of a poll."""
    if person is None:
        return {}
    found: defaultdict[int, set[str]] = defaultdict(set)
    if reacted := [item.id for item in items if item.reactions]:
        for row in _reactions.all(db, {"person": person, "posts": reacted}):
            found[row.post_id].add(row.kind)
    if polls := [item.id for item in items if item.poll and item.poll.voters]:
        for one in _votes.all(db, {"person": person, "posts": polls}):
            places = range(one.choices.bit_length())
            found[one.post_id] |= {f"vote:{place}" for place in places if one.choices >> place & 1}
    return dict(found)
