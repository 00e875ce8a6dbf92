"""Remind people of what they committed to before it ends, and ask carriers to confirm what is fulfilled; once each."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor, Person
from arena.ideas.count import today
from arena.ideas.model import Idea
from arena.ideas.team_model import COUNTING, RUNNING, Commitment, CommitmentReminder
from arena.jobs.mail import ask_mail
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.words import words_in
from arena.words.words import ZONE

WEEK = timedelta(days=7)
LATE = timedelta(days=2)  # a clock that stood still still reminds so long after the last day
ASKED_FOR = timedelta(days=14)  # nobody is asked by mail to confirm what was fulfilled longer ago
MOST = 500  # commitments of a kind at one time; the rest follows with the next stroke of the clock

_about = (
    select(Commitment.id, Commitment.idea_id, Commitment.person_id, Commitment.what, Commitment.ends, Commitment.at)
    .add_columns(Idea.title, Actor.name.label("who"))
    .join(Idea, Idea.id == Commitment.idea_id)
    .join(Actor, Actor.id == Commitment.actor_id)
    .where(Idea.state == "published")
)


def remind(tx: Tx, site: str) -> int:
    """Ask for every mail that is due; returns how many. Runs every hour, in any number of processes."""
    return sum(
        _mail(tx, site, kind, row, reader)
        for kind, due in _due(tx).items()
        for row in _waiting(tx, kind, due)
        if _first(tx, kind, row.id) and not _fresh(kind, row)
        for reader in _readers(tx, kind, row)
    )


def _due(tx: Tx) -> dict[str, ColumnElement[bool]]:
    """Which commitments each kind of mail is about."""
    day, running = today(tx.now), Commitment.state.in_(RUNNING)
    said = and_(Commitment.state == "fulfilled", Commitment.changed_at > tx.now - ASKED_FOR)
    alone = and_(Commitment.confirmed_at.is_(None), Commitment.changed_by == Commitment.actor_id)
    return {
        "week": and_(Commitment.ends > day, Commitment.ends <= day + WEEK, running),
        "day": and_(Commitment.ends >= day - LATE, Commitment.ends <= day, running),
        "confirm": and_(said, alone),
    }


def _waiting(tx: Tx, kind: str, due: ColumnElement[bool]) -> list[Row[Any]]:
    sent = exists().where(CommitmentReminder.commitment_id == Commitment.id, CommitmentReminder.kind == kind)
    return list(tx.db.execute(_about.where(due, ~sent).order_by(Commitment.id).limit(MOST)))


def _first(tx: Tx, kind: str, commitment_id: int) -> bool:
    """Whether it falls to us: the table takes each reminder once, whichever process comes first."""
    row = insert_or(tx, CommitmentReminder).values(commitment_id=commitment_id, kind=kind, at=tx.now)
    return tx.db.execute(row.on_conflict_do_nothing().returning(CommitmentReminder.kind)).first() is not None


def _fresh(kind: str, row: Row[Any]) -> bool:
    """Whether somebody committed to the next days only: they know that these end within a week."""
    day: date = row.at.astimezone(ZONE).date()
    return bool(kind == "week" and day > row.ends - WEEK)


def _readers(tx: Tx, kind: str, row: Row[Any]) -> list[Row[Any]]:
    """Who reads a mail: whoever gave the commitment, or all others who took responsibility for the idea."""
    carrying = aliased(Commitment)
    others = select(carrying.person_id).where(
        carrying.idea_id == row.idea_id, carrying.role == "carry", carrying.state.in_(COUNTING)
    )
    whom = Person.actor_id == row.person_id
    if kind == "confirm":
        whom = and_(Person.actor_id.in_(others), Person.actor_id != row.person_id)
    return list(tx.db.execute(select(Person.email, Person.language).where(whom, Person.email.is_not(None))))


def _mail(tx: Tx, site: str, kind: str, row: Row[Any], reader: Row[Any]) -> int:
    facts = {"what": row.what or row.title, "idea": row.title, "who": row.who}
    facts |= {"day": words_in(reader.language).date(row.ends)} if row.ends else {"day": ""}
    link = f"{site}/{reader.language}/commitments/{row.id}"
    ask_mail(tx, reader.email, reader.language, f"commitment_{kind}", link=link, **facts)
    return 1
