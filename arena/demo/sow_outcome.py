"""What a demo thread comes to: marks, polls with their votes, and summaries."""

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import select

from arena.demo.moments import between, share
from arena.demo.shape import Post, Summary
from arena.demo.sowing import Act, Sowing
from arena.store import Tx
from arena.threads.contribute import prepare
from arena.threads.marks.mark import mark
from arena.threads.model import Thread
from arena.threads.polls.begin import begin_poll, prepare_poll
from arena.threads.polls.vote import vote
from arena.threads.summaries.summarise import summarise, summary_post
from arena.voice import Voice

SOON = timedelta(days=1)


def acts_upon(sowing: Sowing, post: Post, at: datetime) -> list[Act]:
    """What others make of a contribution once it was written: a mark, votes."""
    acts: list[Act] = []
    if post.mark is not None:
        acts.append((between(at, sowing.end, 0.2, SOON), partial(_mark, sowing=sowing, post=post)))
    for who in post.poll.votes if post.poll else ():
        then = between(at, sowing.end, 0.1 + 0.8 * share(sowing.slug, post.key, who), SOON)
        acts.append((then, partial(_vote, sowing=sowing, post=post, who=who)))
    return acts


def acts_above(sowing: Sowing) -> list[Act]:
    """The summaries of the idea's first thread, each on its day."""
    return [
        (sowing.now - timedelta(days=one.days_ago), partial(_summarise, sowing=sowing, summary=one))
        for one in sowing.idea.summaries
    ]


def begin(tx: Tx, voice: Voice, thread: int, post: Post) -> int:
    """Begin the poll that a contribution is; returns its number."""
    assert post.poll
    until = datetime.now(UTC) + timedelta(days=post.poll.until_days) if post.poll.until_days else None
    asked = prepare_poll(post.text, list(post.poll.options), post.poll.kind, post.poll.hidden, until)
    return begin_poll(tx, voice, thread, asked).post_id


def _mark(tx: Tx, sowing: Sowing, post: Post) -> None:
    assert post.mark
    voice = sowing.cast.voice(post.mark.by, post.mark.on_behalf_of)
    mark(tx, voice, sowing.posts[post.key], post.mark.kind, post.mark.reason)


def _vote(tx: Tx, sowing: Sowing, post: Post, who: str) -> None:
    assert post.poll
    vote(tx, sowing.cast.voice(who), sowing.posts[post.key], list(post.poll.votes[who]))


def _summarise(tx: Tx, sowing: Sowing, summary: Summary) -> None:
    voice = sowing.cast.voice(summary.by, summary.on_behalf_of)
    before = summary_post(tx, sowing.thread)
    said = tx.db.execute(select(Thread.post_no).where(Thread.id == sowing.thread)).scalar_one()
    summarise(tx, voice, sowing.thread, before.text_rev if before else 0, said, prepare(summary.text))
