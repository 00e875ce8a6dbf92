"""Where a project stands by its own tables: what its journal folded must come to."""

from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.journal.fold import Standing, standings
from arena.projects.model import Milestone, Project, ProjectRole, Risk


def stands(db: Connection, idea_id: int) -> Standing:
    """Stage, progress and the day of the review, each milestone and risk, and the names of roles."""
    told = select(Idea.stage, Idea.progress, Project.review_due, Project.begun_at)
    row = db.execute(told.outerjoin(Project, Project.idea_id == Idea.id).where(Idea.id == idea_id)).one()
    if row.begun_at is None and row.stage == "idea":
        return {}
    found: Standing = {"stage": row.stage, "progress": row.progress}
    found["review_due"] = row.review_due and row.review_due.isoformat()
    for one in db.execute(select(Milestone.__table__).where(Milestone.idea_id == idea_id)):
        name = f"milestone.{one.id}"
        found |= {name: one.state, f"{name}.weight": one.weight, f"{name}.due": one.due and one.due.isoformat()}
    for risk in db.execute(select(Risk.id, Risk.state).where(Risk.idea_id == idea_id)):
        found[f"risk.{risk.id}"] = risk.state
    for role in db.execute(select(ProjectRole.actor_id, ProjectRole.name).where(ProjectRole.idea_id == idea_id)):
        found[f"role.{role.actor_id}"] = role.name
    return found


standings.append(stands)
