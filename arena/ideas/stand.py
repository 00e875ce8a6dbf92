"""Where an idea stands by its own tables: what its journal folded must come to."""

from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.ideas.team_model import Commitment
from arena.journal.fold import Standing, standings


def stands(db: Connection, idea_id: int) -> Standing:
    """The state and the revision of a published idea, and the state of each commitment."""
    idea = db.execute(select(Idea.state, Idea.rev).where(Idea.id == idea_id)).one()
    if idea.state == "draft":
        return {}
    team = db.execute(select(Commitment.id, Commitment.state).where(Commitment.idea_id == idea_id))
    return {"state": idea.state, "rev": idea.rev, **{f"commitment.{row.id}": row.state for row in team}}


standings.append(stands)
