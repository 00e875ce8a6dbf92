"""Change a member's mandate, or whether they keep the organisation's profile."""

from sqlalchemy import func, select, update

from arena.actors.model import Actor, Membership
from arena.actors.rules import must_steward
from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.store.outbox import note
from arena.voice import Voice


def change_mandate(tx: Tx, voice: Voice, organisation_id: int, person_id: int, mandate: str, *, steward: bool) -> None:
    """Change what a member speaks as, as a steward; the last steward stays one."""
    must_steward(tx.db, voice, organisation_id)
    if not steward:
        keep_a_steward(tx, organisation_id, person_id)
    member = Membership.organisation_id == organisation_id, Membership.person_id == person_id
    changed = update(Membership).where(*member, Membership.state == "active").values(mandate=mandate, steward=steward)
    if not tx.db.execute(changed).rowcount:
        raise Missing
    facts = {"person": person_id, "steward": steward}
    note(tx, "actors.mandate", person_id=voice.person_id, actor_id=organisation_id, **facts)


def keep_a_steward(tx: Tx, organisation_id: int, but: int) -> None:
    """Refuse (409) where nobody but this person keeps the organisation."""
    # Two stewards who leave at once must not both go: the organisation's row makes them queue.
    tx.db.execute(select(Actor.id).where(Actor.id == organisation_id).with_for_update())
    stewards = (Membership.organisation_id == organisation_id, Membership.steward, Membership.state == "active")
    others = select(func.count()).where(*stewards, Membership.person_id != but)
    if not tx.db.execute(others).scalar_one():
        raise Refusal(409, "actors.mandate.last_steward")
