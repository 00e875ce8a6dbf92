"""The outcome of a project: set the day to look at it, write what came of it, and notice that the day has passed."""

from datetime import date

from sqlalchemy import Select, func, insert, select, update

from arena.errors import Faults, Refusal
from arena.ideas.count import today
from arena.ideas.queries import hold
from arena.journal.enter import enter
from arena.projects.begin import check_ahead, reviewed
from arena.projects.model import Project, ProjectReview
from arena.projects.queries import begun, reason
from arena.store import Tx
from arena.store.text import clean
from arena.threads.hear import decisions
from arena.voice import Voice
from arena.words.markdown import to_html

TEXT = 5000
MOST_REVIEWS = 20

decisions.add("projects.review")


def set_review(tx: Tx, voice: Voice, idea_id: int, due: date | None, why: str) -> None:
    """Set or move the day on which the outcome is looked at, with a reason; the same day again changes nothing."""
    idea = begun(tx, voice, idea_id)
    faults = Faults()
    if due is None:
        faults.add("review_due", "projects.faults.due")
    faults.refuse()
    was = _due(tx, idea_id)
    if was == due:
        return
    check_ahead(tx, "review_due", due)
    why = reason(why)
    tx.db.execute(update(Project).where(Project.idea_id == idea_id).values(review_due=due))
    enter(tx, voice, idea, "projects.set_review", why=why, change=reviewed(was, due), sentence=why)


def review(tx: Tx, voice: Voice, idea_id: int, markdown: str) -> None:
    """Write what came of a project once its day has come; the day is met by it. Carriers only."""
    idea, was = begun(tx, voice, idea_id), _due(tx, idea_id)
    if was is None or was > today(tx.now):
        raise Refusal(409, "projects.refused.too_early")
    if tx.db.execute(select(func.count()).where(ProjectReview.idea_id == idea_id)).scalar_one() >= MOST_REVIEWS:
        raise Refusal(409, "projects.refused.many_reviews", most=MOST_REVIEWS)
    markdown, faults = clean(markdown), Faults()
    faults.text("markdown", markdown, most=TEXT)
    faults.refuse()
    row = {"idea_id": idea_id, "due": was, "at": tx.now, "markdown": markdown, "html": to_html(markdown)}
    row |= {"person_id": voice.person_id, "actor_id": voice.actor_id}
    tx.db.execute(insert(ProjectReview).values(row))
    tx.db.execute(update(Project).where(Project.idea_id == idea_id).values(review_due=None))
    to = f"/ideas/{idea_id}/project#review"
    enter(tx, voice, idea, "projects.review", why=markdown, change=reviewed(was, None), to=to)


def notice_reviews(tx: Tx) -> int:
    """Enter once, in nobody's name, that the day of a review has passed without one; returns how many. Hourly."""
    ideas = tx.db.execute(overdue(today(tx.now))).scalars().all()
    return sum(_notice(tx, idea_id) for idea_id in ideas)


def overdue(day: date) -> Select[int]:
    """Projects whose review was due before this day and whose journal does not say so yet, some at a time."""
    untold = (Project.review_told.is_(None)) | (Project.review_told != Project.review_due)
    return select(Project.idea_id).where(Project.review_due < day, untold).order_by(Project.review_due).limit(200)


def _notice(tx: Tx, idea_id: int) -> bool:
    idea = hold(tx, idea_id)
    row = tx.db.execute(select(Project.review_due, Project.review_told).where(Project.idea_id == idea_id)).one()
    if row.review_due is None or row.review_due >= today(tx.now) or row.review_told == row.review_due:
        return False
    tx.db.execute(update(Project).where(Project.idea_id == idea_id).values(review_told=row.review_due))
    if idea is None or idea.state != "published" or idea.stage == "idea":
        return False
    enter(tx, None, idea, "projects.review_due", due=row.review_due.isoformat(), to=f"/ideas/{idea_id}/project#review")
    return True


def _due(tx: Tx, idea_id: int) -> date | None:
    return tx.db.execute(select(Project.review_due).where(Project.idea_id == idea_id)).scalar()
