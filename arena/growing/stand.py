"""Where an idea stands by the tables of this noun, what ends together with it, and which acts settle something."""

from sqlalchemy import Connection, and_, or_, select

from arena.growing.lapse import lapse
from arena.growing.model import MERGE, CarryInvitation, Proposal, Suggestion
from arena.ideas.model import Idea
from arena.ideas.withdraw import on_withdraw
from arena.journal.fold import Standing, standings
from arena.threads.hear import decisions


def grows(db: Connection, idea_id: int) -> Standing:
    """What an idea merged into, and the state of each proposal, suggestion and invitation about it."""
    into = db.execute(select(Idea.merged_into).where(Idea.id == idea_id)).scalar()
    about = or_(Proposal.from_id == idea_id, and_(Proposal.to_id == idea_id, Proposal.kind == MERGE))
    found: Standing = {"merged_into": into}
    for row in db.execute(select(Proposal.id, Proposal.state).where(about)):
        found[f"growing.proposal.{row.id}"] = row.state
    for row in db.execute(select(Suggestion.no, Suggestion.state).where(Suggestion.idea_id == idea_id)):
        found[f"growing.suggestion.{row.no}"] = row.state
    asked = select(CarryInvitation.id, CarryInvitation.state).where(CarryInvitation.idea_id == idea_id)
    for row in db.execute(asked):
        found[f"growing.invitation.{row.id}"] = row.state
    return found


standings.append(grows)
on_withdraw.append(lapse)
decisions |= {"growing.merge", "growing.merge_here", "growing.split", "growing.split_here"}
