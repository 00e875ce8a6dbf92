"""What a seeding knows while it runs, and the acts on an idea itself: post, revise, support, follow, withdraw."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import msgspec
from sqlalchemy import select

from arena.demo.cast import Cast
from arena.demo.growing import ended
from arena.demo.moments import MINUTE, between, day_ago, share
from arena.demo.shape import Idea
from arena.ideas.count import today
from arena.ideas.draft import draft
from arena.ideas.follow import follow
from arena.ideas.model import Idea as IdeaRow
from arena.ideas.needs import need_texts
from arena.ideas.post import post
from arena.ideas.revise import revise
from arena.ideas.support import support
from arena.ideas.team_model import Need
from arena.ideas.text import IdeaText, NeedText
from arena.ideas.withdraw import withdraw
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.voice import Voice

Act = tuple[datetime, Callable[[Tx], object]]


class Sowing:
    """One idea on its way into the database: who acts, when it began, when it ends, and the numbers it was given."""

    def __init__(self, slug: str, idea: Idea, cast: Cast, known: Strategies, now: datetime) -> None:
        self.slug, self.idea, self.cast, self.known, self.now = slug, idea, cast, known, now
        self.began = day_ago(now, idea.days_ago, slug)
        ago = ended(idea.merge, idea.withdrawn_days_ago)
        self.end = now if ago is None else day_ago(now, ago, slug, "end")
        self.id = self.thread = 0
        self.needs: dict[str, int] = {}
        self.posts: dict[str, int] = {}
        self.threads: dict[str, int] = {}

    @property
    def author(self) -> Voice:
        """The voice that posted the idea and carries it."""
        return self.cast.voice(self.idea.by, self.idea.on_behalf_of)

    def day(self, days: float, *names: str) -> datetime:
        """A moment on the day so long ago, but after the idea began and before it ended."""
        return max(min(day_ago(self.now, days, self.slug, *names), self.end), self.began + timedelta(minutes=5))

    def later(self, *names: str) -> datetime:
        """Some moment in the life of the idea."""
        return between(self.began, self.end, 0.02 + 0.96 * share(self.slug, *names))

    def texts(self) -> list[IdeaText]:
        """The idea's text in each of its forms, the first one first."""
        forms = [_text(self.idea, self.now)]
        for revision in reversed(self.idea.revision):
            old = revision.before
            words = {"title": old.title, "summary": old.summary, "markdown": old.body} if old else {}
            forms.append(msgspec.structs.replace(forms[-1], **{name: word for name, word in words.items() if word}))
        return forms[::-1]


def acts_on(sowing: Sowing) -> list[Act]:
    """Everything that happens to the idea itself, each with its moment."""
    idea, forms = sowing.idea, sowing.texts()
    acts: list[Act] = [(sowing.began, partial(_post, sowing=sowing, text=forms[0]))]
    for rev, revision in enumerate(idea.revision, 1):
        at = sowing.day(revision.days_ago, "revision", str(rev))
        acts.append((at, partial(_revise, sowing=sowing, text=forms[rev], rev=rev)))
    acts += [(sowing.later("support", who), partial(_support, sowing=sowing, who=who)) for who in idea.supporters]
    acts += [(sowing.later("follow", who), partial(_follow, sowing=sowing, who=who)) for who in idea.followers]
    if idea.reason is not None:
        acts.append((sowing.end + MINUTE, partial(_withdraw, sowing=sowing, reason=idea.reason)))
    return acts


def _support(tx: Tx, sowing: Sowing, who: str) -> None:
    support(tx, sowing.cast.voice(who), sowing.id, True)


def _follow(tx: Tx, sowing: Sowing, who: str) -> None:
    follow(tx, sowing.cast.voice(who), sowing.id, True)


def _withdraw(tx: Tx, sowing: Sowing, reason: str) -> None:
    withdraw(tx, sowing.author, sowing.id, reason)


def _post(tx: Tx, sowing: Sowing, text: IdeaText) -> None:
    store = draft if sowing.idea.state == "draft" else post
    sowing.id = store(tx, sowing.author, text, sowing.known)
    sowing.thread = tx.db.execute(select(IdeaRow.thread_id).where(IdeaRow.id == sowing.id)).scalar_one()
    numbers = tx.db.execute(select(Need.id).where(Need.idea_id == sowing.id).order_by(Need.id)).scalars()
    sowing.needs = {need.key: number for need, number in zip(sowing.idea.need, numbers, strict=True)}


def _revise(tx: Tx, sowing: Sowing, text: IdeaText, rev: int) -> None:
    revision = sowing.idea.revision[rev - 1]
    voice = sowing.cast.voice(revision.by) if revision.by else sowing.author
    text = msgspec.structs.replace(text, needs=need_texts(tx.db, sowing.id))
    revise(tx, voice, sowing.id, text, revision.note, rev, sowing.known)


def _text(idea: Idea, now: datetime) -> IdeaText:
    return IdeaText(
        title=idea.title,
        kind=idea.kind,
        summary=idea.summary,
        markdown=idea.body,
        language=idea.language,
        scope=idea.scope,
        fields=list(idea.fields),
        criteria={one.key: one.why for one in idea.criteria},
        districts=list(idea.districts),
        needs=[
            NeedText(
                need.kind,
                need.what,
                need.amount,
                need.unit or "",
                None if need.until_days is None else today(now) + timedelta(days=need.until_days),
            )
            for need in idea.need
        ],
    )
