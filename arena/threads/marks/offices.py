"""Offices: in which capacity a voice may mark what was said in a thread."""

from collections.abc import Callable

from sqlalchemy import Connection

from arena.errors import Refusal
from arena.voice import Reader, Voice

CARRIER, ASKER, ADMINISTRATION = "carrier", "asker", "administration"
OFFICES = (CARRIER, ASKER, ADMINISTRATION)

# The actors who carry what a thread belongs to; a thread knows no ideas, later nouns add themselves.
carriers: list[Callable[[Connection, int], set[int]]] = []


def office_of(db: Connection, voice: Voice, thread_id: int, asker: int | None = None) -> str | None:
    """The office a voice holds here, None where it holds none; `asker` is the person whose question is answered."""
    if _administers(voice):
        return ADMINISTRATION
    if voice.actor_id in _carrying(db, thread_id):
        return CARRIER
    return ASKER if asker is not None and voice.person_id == asker else None


def must_hold(db: Connection, voice: Voice, thread_id: int, asker: int | None = None) -> str:
    """The same, refused (403) where there is none."""
    office = office_of(db, voice, thread_id, asker)
    if office is None:
        raise Refusal(403, "threads.refused.no_office")
    return office


def voices_with_office(db: Connection, me: Reader, thread_id: int, asker: int | None = None) -> list[Voice]:
    """Those of a reader's names in which they hold an office here."""
    if me is None:
        return []
    carrying = _carrying(db, thread_id)
    return [
        voice
        for voice in me.voices
        if _administers(voice) or voice.actor_id in carrying or (asker is not None and voice.person_id == asker)
    ]


def offices_of(db: Connection, me: Reader, thread_id: int, carrying: set[int] | None = None) -> tuple[bool, bool]:
    """Whether a reader administers, and whether they carry, in any of their names; `carrying` saves asking."""
    if me is None:
        return False, False
    carrying = _carrying(db, thread_id) if carrying is None else carrying
    return any(map(_administers, me.voices)), any(voice.actor_id in carrying for voice in me.voices)


def _administers(voice: Voice) -> bool:
    return not voice.own and voice.sector == "administration"


def _carrying(db: Connection, thread_id: int) -> set[int]:
    return set().union(*(found(db, thread_id) for found in carriers))
