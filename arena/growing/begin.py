"""Begin a proposal: it is stored, everybody who must agree is asked, and whoever proposes it agrees by that."""

from typing import Any

from sqlalchemy import insert, select

from arena.growing.agree import conclude
from arena.growing.hold import asked_for, hold_proposal, tell_all
from arena.growing.model import Consent, Proposal
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.voice import Voice


def sent_before(tx: Tx, voice: Voice, client_key: str | None) -> int | None:
    """The proposal this person already sent under a key."""
    if not client_key:
        return None
    mine = select(Proposal.id).where(Proposal.person_id == voice.person_id, Proposal.client_key == client_key)
    return tx.db.execute(mine).scalar()


def begin(tx: Tx, voice: Voice, row: dict[str, Any], strategies: Strategies, client_key: str | None) -> int:
    """Store a proposal of a voice and enter it; the caller holds its ideas. Returns its number."""
    row |= {"person_id": voice.person_id, "actor_id": voice.actor_id, "client_key": client_key or None}
    stored = insert(Proposal).values(row | {"at": tx.now, "changed_at": tx.now}).returning(Proposal.id)
    number = int(tx.db.execute(stored).scalar_one())
    held = hold_proposal(tx, number)
    own = {"state": "agreed", "person_id": voice.person_id, "at": tx.now}
    others = {"state": "open", "person_id": None, "at": None}
    asked = sorted(asked_for(tx.db, held.proposal))
    rows = [
        {"proposal_id": number, "actor_id": one, "word": "", **(own if one == voice.actor_id else others)}
        for one in asked
    ]
    tx.db.execute(insert(Consent), rows)
    act = "unite" if row.get("anew") else row["kind"]
    tell_all(tx, voice, held, f"growing.propose_{act}", "open", was=None, reason=row["reason"])
    conclude(tx, voice, held, strategies)
    return number
