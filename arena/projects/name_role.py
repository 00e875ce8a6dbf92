"""Say what a member of the team is called in the project."""

from sqlalchemy import delete, select

from arena.errors import Faults, Missing
from arena.ideas.rules import parts
from arena.journal.enter import enter
from arena.projects.model import ProjectRole
from arena.projects.queries import begun
from arena.store import Tx
from arena.store.text import clean_line
from arena.store.upsert import insert_or
from arena.voice import Voice

NAME = 60


def name_role(tx: Tx, voice: Voice, idea_id: int, actor_id: int, name: str) -> None:
    """Name, or with an empty name no longer name, the role of an actor who takes part; carriers only."""
    idea, name = begun(tx, voice, idea_id), clean_line(name)
    if actor_id not in parts(tx.db, idea_id):
        raise Missing
    faults = Faults()
    faults.text(f"name.a{actor_id}", name, most=NAME, least=0)
    faults.refuse()
    own = (ProjectRole.idea_id == idea_id) & (ProjectRole.actor_id == actor_id)
    was = tx.db.execute(select(ProjectRole.name).where(own)).scalar()
    if (was or "") == name:
        return
    if name:
        named = insert_or(tx, ProjectRole).values(idea_id=idea_id, actor_id=actor_id, name=name)
        tx.db.execute(named.on_conflict_do_update(index_elements=["idea_id", "actor_id"], set_={"name": name}))
    else:
        tx.db.execute(delete(ProjectRole).where(own))
    change = {f"role.{actor_id}": (was, name or None)}
    enter(tx, voice, idea, "projects.name_role", change=change, actor=actor_id, name=name)
