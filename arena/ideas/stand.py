"""Where an idea stands by its own tables: what its journal folded must come to."""

from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.ideas.team_model import Commitment
from arena.journal.fold import Standing, standings


def stands(db: Connection, idea_id: int) -> Standing:
    """The state and the revision of a published idea, the state of each commitment, and who confirmed it."""
    idea = db.execute(select(Idea.state, Idea.rev).where(Idea.id == idea_id)).one()
    if idea.state == "draft":
        return {}
    asked = select(Commitment.id, Commitment.state, Commitment.confirmed_by).where(Commitment.idea_id == idea_id)
    team = db.execute(asked).all()
    found: Standing = {f"commitment.{row.id}": row.state for row in team}
    found |= {f"confirmed.{row.id}": row.confirmed_by for row in team}
    return {"state": idea.state, "rev": idea.rev, **found}


standings.append(stands)
