"""The threads of a demo idea: contributions, replies, reactions, edits and what was taken back."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from arena.demo.moments import MINUTE, between, day_ago, share
from arena.demo.shape import Post, Thread
from arena.demo.sow_outcome import acts_above, acts_upon, begin
from arena.demo.sowing import Act, Sowing
from arena.ideas.open_thread import Opening, open_thread
from arena.store import Tx
from arena.threads.amend import amend
from arena.threads.contribute import contribute, prepare
from arena.threads.model import KINDS
from arena.threads.model import Post as PostRow
from arena.threads.react import react
from arena.threads.retract import retract

SOON = timedelta(days=2)


def acts_in_thread(sowing: Sowing) -> list[Act]:
    """Everything that happens in the idea's thread, each with its moment; contributions keep their order."""
    acts: list[Act] = []
    begun: dict[str, datetime] = {}
    before = sowing.began
    for place, post in enumerate(sowing.idea.post):
        after = min(before + 4 * MINUTE, sowing.end)
        at = before = max(min(_moment(sowing, post), sowing.end), after)
        follows = sowing.idea.post[place + 1 :]
        until = sowing.end if not follows else max(min(_moment(sowing, follows[0]), sowing.end), at + 2 * MINUTE)
        begun.setdefault(post.thread or "", at)
        acts.append((at, partial(_contribute, sowing=sowing, post=post)))
        acts += [*_reactions(sowing, post, at), *acts_upon(sowing, post, at)]
        if post.edited_text is not None:
            then = between(at, until, 0.5, 20 * MINUTE)
            acts.append((then, partial(_amend, sowing=sowing, post=post)))
        if post.deleted:
            then = between(at, sowing.end, 0.6, SOON * 2)
            acts.append((then, partial(_retract, sowing=sowing, post=post)))
    return [*_openings(sowing, begun), *acts, *acts_above(sowing)]


def _openings(sowing: Sowing, begun: dict[str, datetime]) -> list[Act]:
    """A thread is opened on its day, and in any case before the first word in it."""
    acts: list[Act] = []
    for thread in sowing.idea.thread:
        at = sowing.day(thread.days_ago, thread.key)
        first = begun.get(thread.key, at)
        acts.append((min(at, first - MINUTE), partial(_open, sowing=sowing, thread=thread)))
    return acts


def _open(tx: Tx, sowing: Sowing, thread: Thread) -> None:
    voice = sowing.cast.voice(thread.by, thread.on_behalf_of) if thread.by else sowing.author
    opening = Opening(thread.kind, thread.title, thread.purpose)
    sowing.threads[thread.key] = open_thread(tx, voice, sowing.id, opening)


def _moment(sowing: Sowing, post: Post) -> datetime:
    if post.hours_ago is not None:
        return sowing.now - post.age
    return day_ago(sowing.now, post.days_ago or 0, sowing.slug, post.key)


def _reactions(sowing: Sowing, post: Post, at: datetime) -> list[Act]:
    acts: list[Act] = []
    for kind in KINDS:
        for who in getattr(post.reactions, kind):
            then = between(at, sowing.end, 0.02 + 0.5 * share(sowing.slug, post.key, kind, who), SOON)
            acts.append((then, partial(_react, sowing=sowing, post=post, who=who, kind=kind)))
    return acts


def _contribute(tx: Tx, sowing: Sowing, post: Post) -> None:
    reply_to = sowing.posts[post.reply_to] if post.reply_to else None
    said = prepare(post.text, reply_to, post.quote or "", question=post.question)
    voice = sowing.cast.voice(post.by, post.on_behalf_of)
    thread = sowing.threads[post.thread] if post.thread else sowing.thread
    if post.poll:
        sowing.posts[post.key] = begin(tx, voice, thread, post)
    else:
        sowing.posts[post.key] = contribute(tx, voice, thread, said).post_id


def _react(tx: Tx, sowing: Sowing, post: Post, who: str, kind: str) -> None:
    react(tx, sowing.cast.voice(who), sowing.posts[post.key], kind, True)


def _retract(tx: Tx, sowing: Sowing, post: Post) -> None:
    retract(tx, sowing.cast.voice(post.by, post.on_behalf_of), sowing.posts[post.key])


def _amend(tx: Tx, sowing: Sowing, post: Post) -> None:
    number = sowing.posts[post.key]
    text_rev = tx.db.execute(select(PostRow.text_rev).where(PostRow.id == number)).scalar_one()
    amend(tx, sowing.cast.voice(post.by, post.on_behalf_of), number, text_rev, prepare(post.edited_text or ""))
