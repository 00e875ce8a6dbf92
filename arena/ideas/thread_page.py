"""A thread of an idea on a page of its own, and what those who take part may do with it."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from arena.errors import Missing
from arena.ideas.rules import parts
from arena.ideas.show import named_idea
from arena.ideas.threads import Named, threads_of
from arena.threads.show import Timeline, timeline
from arena.threads.window import Place
from arena.voice import Reader, Voice


class ThreadPage(msgspec.Struct, frozen=True):
    """A named thread with its neighbours; `opening` are the voices in which the reader may open another."""

    idea: Row[Any]
    threads: list[Named]
    named: Named
    taking_part: dict[int, bool]
    opening: tuple[Voice, ...]

    @property
    def carrying(self) -> tuple[Voice, ...]:
        """The voices in which the reader may steer threads."""
        return tuple(voice for voice in self.opening if self.taking_part[voice.actor_id])

    @property
    def others(self) -> list[Named]:
        """The open threads of the idea beside this one: where contributions can go."""
        return [one for one in self.threads if one.id != self.named.id and not one.merged_into and not one.locked]

    @property
    def into(self) -> Named | None:
        """Where what was said here stands now, if this thread was merged into another, however often."""
        known, into = {one.id: one for one in self.threads}, self.named
        while into.merged_into in known:
            into = known[into.merged_into]
        return into if into is not self.named else None


def thread_page(db: Connection, me: Reader, idea_id: int, thread_id: int) -> ThreadPage:
    """A thread of an idea that this reader may see, else 404; drafts have none."""
    idea = named_idea(db, me, idea_id)
    threads = threads_of(db, me, idea_id)
    named = next((one for one in threads if one.id == thread_id), None)
    if named is None or idea.state == "draft":
        raise Missing
    taking_part = parts(db, idea_id) if me else {}
    opening = tuple(voice for voice in me.voices if voice.actor_id in taking_part) if me else ()
    return ThreadPage(idea, threads, named, taking_part, opening)


def thread_shown(db: Connection, me: Reader, idea_id: int, thread_id: int, place: Place) -> tuple[ThreadPage, Timeline]:
    """The same with what was said there."""
    page = thread_page(db, me, idea_id, thread_id)
    carrying = {actor for actor, carries in page.taking_part.items() if carries}
    return page, timeline(db, me, thread_id, place, carrying=carrying)
