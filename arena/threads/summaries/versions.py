"""Read a thread's summary: to revise it, and as it changed from version to version."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.threads.model import Post
from arena.threads.named import Who
from arena.threads.summaries.model import SUMMARY, SummaryRevision
from arena.threads.timeline import head
from arena.words.diff import Piece, word_diff
from arena.words.markdown import to_html

_person, _actor = aliased(Actor), aliased(Actor)


class Version(msgspec.Struct, frozen=True):
    """One version of a summary: who wrote it, in whose name, when, up to which contribution."""

    rev: int
    markdown: str
    covers: int
    at: datetime
    person: Who
    actor: Who
    pieces: list[Piece] = []

    @property
    def html(self) -> str:
        """The text as it reads."""
        return to_html(self.markdown)


class Summaries(msgspec.Struct, frozen=True):
    """All versions of a thread's summary, oldest first, and how many contributions there are."""

    post_no: int
    versions: list[Version]

    @property
    def rev(self) -> int:
        """The number of the present version, 0 where there is none."""
        return self.versions[-1].rev if self.versions else 0

    @property
    def markdown(self) -> str:
        """The present text."""
        return self.versions[-1].markdown if self.versions else ""

    @property
    def covers(self) -> int:
        """Up to which contribution the present text reaches; whoever begins one is taken to have read them all."""
        return self.versions[-1].covers if self.versions else self.post_no

    def since(self, rev: int) -> list[Piece]:
        """What others changed since a version, word by word."""
        began = next((one.markdown for one in self.versions if one.rev == rev), "")
        return word_diff(began, self.markdown)


def summaries_of(db: Connection, thread_id: int) -> Summaries:
    """The summary of a public thread with its history; else 404."""
    thread = head(db, thread_id)
    rows = (
        select(SummaryRevision.__table__, _person.name.label("person"), _actor.name.label("actor"), _actor.sector)
        .join(Post, Post.id == SummaryRevision.post_id)
        .join(_person, _person.id == SummaryRevision.person_id)
        .join(_actor, _actor.id == SummaryRevision.actor_id)
        .where(Post.thread_id == thread_id, Post.kind == SUMMARY, Post.state == "visible")
        .order_by(SummaryRevision.post_id.desc(), SummaryRevision.rev)
    )
    versions: list[Version] = []
    before, present = "", None
    for row in db.execute(rows):
        if present not in (None, row.post_id):
            break  # an older summary that came with another thread
        person, actor = Who(row.person_id, row.person), Who(row.actor_id, row.actor, row.sector)
        pieces = word_diff(before, row.markdown)
        versions.append(Version(row.rev, row.markdown, row.covers, row.at, person, actor, pieces))
        before, present = row.markdown, row.post_id
    return Summaries(thread.post_no, versions)


def must_have(found: Summaries) -> Summaries:
    """The same where something was written, else 404."""
    if not found.versions:
        raise Missing
    return found
