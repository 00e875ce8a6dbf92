"""Give an organisation of the administration the right to answer, or take it back; the operator does so."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from arena.actors.model import Actor
from arena.answers.model import Office
from arena.answers.office import ADMINISTRATION
from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.store.outbox import note


def grant(tx: Tx, organisation_id: int) -> bool:
    """Let an organisation answer from now on; False where it may already."""
    found = select(Actor.sector).where(Actor.id == organisation_id, Actor.kind == "organisation")
    sector = tx.db.execute(found.with_for_update()).scalar()
    if sector is None:
        raise Missing
    if sector != ADMINISTRATION:
        raise Refusal(409, "answers.refused.sector")
    held = select(Office.id).where(Office.organisation_id == organisation_id, Office.revoked_at.is_(None))
    if tx.db.execute(held).first():
        return False
    tx.db.execute(insert(Office).values(organisation_id=organisation_id, granted_at=tx.now))
    note(tx, "answers.grant", actor_id=organisation_id)
    return True


def revoke(tx: Tx, organisation_id: int) -> bool:
    """Let an organisation answer no longer; what it answered stays. False where it might not anyway."""
    held = (Office.organisation_id == organisation_id) & Office.revoked_at.is_(None)
    ended = tx.db.execute(update(Office).where(held).values(revoked_at=tx.now)).rowcount
    if ended:
        note(tx, "answers.revoke", actor_id=organisation_id)
    return bool(ended)


def offices(db: Connection) -> list[Row[Any]]:
    """All organisations that may answer or once might, by name and time."""
    rows = select(Actor.id, Actor.name, Office.granted_at, Office.revoked_at).join(
        Office, Office.organisation_id == Actor.id
    )
    return list(db.execute(rows.order_by(Actor.folded, Office.id)))
