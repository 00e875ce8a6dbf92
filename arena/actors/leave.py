"""End a membership: leave, or be taken off by a steward; what was said in the name stays."""

from sqlalchemy import update

from arena.actors.mandate import keep_a_steward
from arena.actors.model import Login, Membership
from arena.actors.rules import must_steward
from arena.errors import Missing
from arena.store import Tx
from arena.store.outbox import note
from arena.voice import Voice


def leave(tx: Tx, voice: Voice, organisation_id: int) -> None:
    """Give one's own mandate back; the last steward cannot go."""
    _end(tx, voice, organisation_id, voice.person_id, "actors.leave")


def end_membership(tx: Tx, voice: Voice, organisation_id: int, person_id: int) -> None:
    """End a member's mandate, as a steward."""
    must_steward(tx.db, voice, organisation_id)
    _end(tx, voice, organisation_id, person_id, "actors.end")


def _end(tx: Tx, voice: Voice, organisation_id: int, person_id: int, kind: str) -> None:
    member = (Membership.organisation_id == organisation_id, Membership.person_id == person_id)
    ended = update(Membership).where(*member, Membership.state == "active")
    if not tx.db.execute(ended.values(state="ended", steward=False)).rowcount:
        raise Missing
    keep_a_steward(tx, organisation_id, person_id)
    # Nobody goes on speaking in a name they no longer have.
    tx.db.execute(
        update(Login).where(Login.person_id == person_id, Login.voice_id == organisation_id).values(voice_id=None)
    )
    tx.hint("person", person_id)
    note(tx, kind, person_id=voice.person_id, actor_id=organisation_id, person=person_id)
