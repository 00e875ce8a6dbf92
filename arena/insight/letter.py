"""A mail with news: what was said to somebody, what was decided, and how much is new where they hear everything."""

from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import Connection

from arena.ideas.address import idea_address
from arena.insight.calls import Spoken
from arena.insight.entry import Entry, erased, said
from arena.insight.found import COUNTED, Count, Found
from arena.insight.news import why_each
from arena.words import words_in
from arena.words.words import Words

MOST_SAID, MOST_IDEAS, MOST_LINES = 10, 20, 5


class Letter(msgspec.Struct, frozen=True):
    """What one person is told: the mail's words are `mails.<mail>`, of which `text` is a part, and `n` counts."""

    person_id: int
    email: str
    language: str
    key: str
    mail: str
    n: int
    text: str


def letter(db: Connection, person: Any, key: str, found: Found, site: str) -> Letter:
    """Write to somebody what a round found for them; what is meant for them comes first."""
    words = words_in(person.language)
    meant = [one for one in found.said if one.meant]
    marked = [one for one in found.said if not one.meant]
    parts = {
        "said": _spoken(words, meant, site),
        "decided": [*_spoken(words, marked, site), *_decided(db, words, person.actor_id, found.entries, site)],
        "unread": ["\n".join(_counted(words, one, site) for one in found.counts)] if found.counts else [],
    }
    if not meant and not found.counts:
        text = parts["decided"]  # which the mail's own words introduce
    else:
        text = [line for name, some in parts.items() if some for line in (words.t(f"insight.mail.{name}"), *some)]
    mail, n = ("said", len(meant)) if meant else ("news", len(marked) + len(found.entries) + len(found.counts))
    return Letter(person.actor_id, person.email, person.language, key, mail, n, "\n\n".join(text))


def _spoken(words: Words, some: list[Spoken], site: str) -> list[str]:
    parts = [_said(words, one, site) for one in some[:MOST_SAID]]
    return parts + _more(words, len(some) - MOST_SAID)


def _said(words: Words, one: Spoken, site: str) -> str:
    """One contribution: who said it and why this person hears of it, how it begins, and where to read on."""
    places = [place for place in (one.idea, one.thread) if place]
    where = ", ".join([*([" – ".join(places)] if places else []), words.date(one.at)])
    facts = {"what": words.t(f"insight.said.{one.why}", who=one.who or erased(words)), "words": one.words}
    return words.t("insight.mail.spoken", **facts, where=where, link=f"{site}/{words.lang}/posts/{one.post_id}")


def _decided(db: Connection, words: Words, person: int, entries: list[Entry], site: str) -> list[str]:
    by_idea: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_idea[entry.idea_id].append(entry)
    whys = why_each(db, person, set(by_idea))
    parts = [_told(words, some, whys[idea_id], site) for idea_id, some in list(by_idea.items())[:MOST_IDEAS]]
    return parts + _more(words, sum(len(some) for some in list(by_idea.values())[MOST_IDEAS:]))


def _told(words: Words, some: list[Entry], why: str, site: str) -> str:
    """One idea: its title, why this person hears of it, what happened, and where to read on."""
    first = some[0]
    lines = [words.t("insight.mail.idea", title=first.title, why=words.t(f"insight.why.{why}"))]
    lines += [
        words.t("insight.mail.line", day=words.date(entry.at), said=said(words, entry)) for entry in some[:MOST_LINES]
    ]
    lines += _more(words, len(some) - MOST_LINES)
    return "\n".join([*lines, f"{site}/{words.lang}{idea_address(first.idea_id, first.title)}"])


def _counted(words: Words, one: Count, site: str) -> str:
    """One idea in whose threads this person hears everything: how much is new, and where."""
    link = f"{site}/{words.lang}{idea_address(one.idea_id, one.title)}"
    if one.n > COUNTED:
        return words.t("insight.mail.many", title=one.title, n=COUNTED, link=link)
    return words.t("insight.mail.count", title=one.title, n=one.n, link=link)


def _more(words: Words, n: int) -> list[str]:
    return [words.t("insight.mail.more", n=n)] if n > 0 else []
