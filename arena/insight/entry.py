"""An entry of the journal, and how it is said: the words of its act, and what changed by it."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row

from arena.ideas.address import idea_address
from arena.threads.item import say
from arena.words.words import Words

MOST = 160  # letters of a changed value; longer texts are read in the idea's history
VALUES = ("insight.value.{name}_{value}", "ideas_team.state.{value}", "insight.value.any_{value}")
BARE = {"confirmed"}  # what is named but has no value worth reading


class Entry(msgspec.Struct, frozen=True, weakref=True, eq=False):
    """One act: who, in whose name, when, why, what changed. `hidden` where the note of it was taken out of sight."""

    id: int
    no: int
    kind: str
    at: datetime
    idea_id: int
    title: str
    language: str
    person_id: int | None
    person: str
    actor_id: int | None
    actor: str
    why: str
    facts: dict[str, Any]
    change: dict[str, Any]
    post_id: int | None
    corrects: int | None
    corrected_by: int | None
    hidden: bool
    born: int = 0

    @property
    def address(self) -> str:
        """Where the entry stands in its idea's journal, first on the page."""
        return f"/ideas/{self.idea_id}/journal?older={self.no + 1}#entry-{self.no}"

    @property
    def noted(self) -> str:
        """Where its note stands in the idea's thread; empty where it has none to be seen."""
        home = idea_address(self.idea_id, self.title)
        return f"{home}?after={self.born - 1}#item-{self.post_id}" if self.born and not self.hidden else ""

    @property
    def actor_name(self) -> str:
        """In whose name, as the words of notes ask for it."""
        return self.actor

    @property
    def by_itself(self) -> bool:
        """Whether nobody did this: a day had passed."""
        return self.actor_id is None

    @property
    def own(self) -> bool:
        """Whether the person acted in their own name."""
        return self.person_id == self.actor_id


def entry_of(row: Row[Any]) -> Entry:
    """The entry of a row; of one whose note is hidden the words stay behind."""
    hidden = row.note_state not in (None, "visible")
    return Entry(
        id=row.id,
        no=row.no,
        kind=row.kind,
        at=row.at,
        idea_id=row.idea_id,
        title=row.title,
        language=row.language,
        person_id=row.person_id,
        person=row.person_name or "",
        actor_id=row.actor_id,
        actor=row.actor_name or "",
        why="" if hidden else row.why,
        facts={} if hidden else row.facts,
        change={} if hidden else row.change,
        post_id=row.post_id,
        corrects=row.corrected_no,
        corrected_by=row.later_no,
        hidden=hidden,
        born=row.born or 0,
    )


def said(words: Words, entry: Entry) -> str:
    """The act in words, as on the timeline; an act that has none yet is named by its kind."""
    if entry.hidden:
        return words.t("insight.journal.hidden")
    spoken: Any = entry if entry.actor or entry.by_itself else msgspec.structs.replace(entry, actor=erased(words))
    return say(words.lang, spoken) or words.t("insight.journal.unknown", who=spoken.actor, kind=entry.kind)


def erased(words: Words) -> str:
    """What stands where the name of an erased account was."""
    return words.t("insight.journal.erased")


def reason(entry: Entry, told: str) -> str:
    """The public reason, unless the words of the act say it already."""
    return "" if entry.why in told else entry.why


def changes(words: Words, entry: Entry) -> list[str]:
    """What was and what is, name by name; a name without words is left to the export."""
    told = []
    for name, (was, now) in entry.change.items():
        parts = [part for part in name.split(".") if not part.isdigit()]
        known = ["_".join(parts), "_".join(parts[:-1])]
        plain = next((one for one in known if words.has(f"insight.change.{one}")), "")
        if plain in BARE:
            told.append(words.t(f"insight.change.{plain}"))
        elif plain:
            facts = {"was": _value(words, plain, was), "now": _value(words, plain, now)}
            form = "insight.journal.began" if was is None else "insight.journal.changed"
            told.append(words.t(form, what=words.t(f"insight.change.{plain}"), **facts))
    return told


def _value(words: Words, name: str, value: Any) -> str:
    if value is None or value == "":
        return words.t("insight.journal.nothing")
    if isinstance(value, int | float):
        return words.number(value)
    keys = [key.format(name=name, value=value) for key in VALUES] if isinstance(value, str) else []
    found = next((words.t(key) for key in keys if words.has(key)), str(value))
    return found if len(found) <= MOST else found[: MOST - 1] + "…"
