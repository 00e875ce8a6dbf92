"""The people a visitor of the demo may be: who they are and the link that signs in as them."""

import msgspec
from sqlalchemy import select

from arena.actors.demo import demo_link
from arena.actors.model import Actor
from arena.demo.cast import SOURCE
from arena.demo.shape import Demo
from arena.store import Tx
from arena.words import words_in


class SignIn(msgspec.Struct, frozen=True):
    """One of the cast: their name, whom they speak for, and the path of their link."""

    name: str
    role: str
    path: str


def sign_ins(tx: Tx, demo: Demo) -> list[SignIn]:
    """A fresh link for each of the cast who is in the database; links made before stop working."""
    cast = {f"{SOURCE}:{key}": person for key, person in demo.persons.items() if person.cast}
    numbers = tx.db.execute(select(Actor.source, Actor.id).where(Actor.source.in_(cast)))
    there = {row.source: row.id for row in numbers}
    say = words_in("en").t
    found = []
    for source, person in cast.items():
        if source not in there:
            continue
        of = demo.organisations[person.memberships[0].organisation].name if person.memberships else ""
        sector = say("moderation.role" if person.cast == "moderator" else f"actors.sector.{person.cast}")
        found.append(SignIn(person.name, f"{of} ({sector})" if of else sector, demo_link(tx, there[source])))
    return found
