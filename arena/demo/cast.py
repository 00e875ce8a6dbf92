"""Everybody in the demo: persons, organisations and their mandates."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from arena.actors.model import RESIDENT, Actor, Membership, Person
from arena.demo.shape import Demo
from arena.store import Tx
from arena.voice import Voice

SOURCE = "demo"
EARLIER = timedelta(days=20)  # before the first idea


class Cast:
    """The numbers of everybody, and the voices they speak in."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self.numbers: dict[str, int] = {}

    def voice(self, person: str, organisation: str | None = None) -> Voice:
        """A person speaking for themselves or for an organisation."""
        who = self._demo.persons[person]
        if organisation is None:
            return Voice(self.numbers[person], self.numbers[person], who.name, who.name, RESIDENT)
        of = self._demo.organisations[organisation]
        steward = any(one.steward for one in who.memberships if one.organisation == organisation)
        number = self.numbers[f"{SOURCE}:{organisation}"]
        return Voice(self.numbers[person], number, who.name, of.name, of.sector, steward)


def enter(tx: Tx, demo: Demo, began: datetime) -> Cast:
    """Enter everybody some time before the first idea; returns them with their voices."""
    cast, at = Cast(demo), began - EARLIER
    for key, of in demo.organisations.items():
        row: dict[str, Any] = {"kind": "organisation", "name": of.name, "sector": of.sector, "about": of.about}
        row |= {"website": of.website or "", "district": of.district}
        cast.numbers[f"{SOURCE}:{key}"] = _actor(tx, row, f"{SOURCE}:organisation:{key}", at)
    for key, who in demo.persons.items():
        row = {"kind": "person", "name": who.name, "sector": RESIDENT, "about": who.about}
        number = cast.numbers[key] = _actor(tx, row, f"{SOURCE}:{key}", at)
        tx.db.execute(insert(Person).values(actor_id=number, email=who.email, language=who.language, confirmed_at=at))
        for one in who.memberships:
            row = {"mandate": one.mandate, "steward": one.steward, "state": "active", "since": at}
            organisation = cast.numbers[f"{SOURCE}:{one.organisation}"]
            tx.db.execute(insert(Membership).values(organisation_id=organisation, person_id=number, **row))
    return cast


def _actor(tx: Tx, row: dict[str, Any], source: str, at: datetime) -> int:
    numbered = insert(Actor).values(row | {"source": source, "created_at": at}).returning(Actor.id)
    return int(tx.db.execute(numbered).scalar_one())
