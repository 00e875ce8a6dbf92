"""Make an idea a project, or a project an idea again: same object, same thread, same address."""

from datetime import date

from sqlalchemy import select, update

from arena.errors import Faults, Refusal
from arena.ideas.count import today
from arena.ideas.model import Idea
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.rules import must_carry
from arena.journal.enter import Change, enter
from arena.journal.model import JournalEntry
from arena.projects.count import count_project, store_progress
from arena.projects.model import Project
from arena.projects.queries import reason
from arena.sheets.gates import must_pass
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.threads.hear import decisions
from arena.voice import Voice

decisions |= {"projects.begin", "projects.step_back"}


def begin(tx: Tx, voice: Voice, idea_id: int, why: str, review_due: date | None = None) -> None:
    """Make an idea a project, with a public reason and a day to look at the outcome; carriers only."""
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    if idea.stage != "idea":
        raise Refusal(409, "projects.refused.begun")
    must_pass(tx, idea, "project")
    why = reason(why)
    check_ahead(tx, "review_due", review_due)
    was = tx.db.execute(select(Project.review_due).where(Project.idea_id == idea_id)).scalar()
    row = {"begun_at": tx.now, "why": why, "review_due": review_due, "review_told": None}
    begun = insert_or(tx, Project).values(idea_id=idea_id, **row)
    tx.db.execute(begun.on_conflict_do_update(index_elements=["idea_id"], set_=row))
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(stage="project"))
    change: Change = {"stage": ("idea", "project"), **count_project(tx, idea), **reviewed(was, review_due)}
    enter(tx, voice, idea, "projects.begin", why=why, change=change, sentence=why)


def step_back(tx: Tx, voice: Voice, idea_id: int, why: str) -> None:
    """Let a project be an idea again, with a public reason; entered as a correction. Its plan stays readable."""
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    if idea.stage != "project":
        raise Refusal(409, "projects.refused.measure" if idea.stage == "measure" else "projects.refused.no_project")
    why = reason(why)
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(stage="idea"))
    change: Change = {"stage": ("project", "idea"), **store_progress(tx, idea, None, None)}
    enter(tx, voice, idea, "projects.step_back", why=why, change=change, corrects=_begun(tx, idea), sentence=why)


def check_ahead(tx: Tx, field: str, day: date | None) -> None:
    """Raise `Invalid` for a day that has passed, or lies beyond anybody's plans."""
    faults = Faults()
    if day is not None and not today(tx.now) <= day <= date(today(tx.now).year + 30, 12, 31):
        faults.add(field, "projects.faults.ahead")
    faults.refuse()


def reviewed(was: date | None, now: date | None) -> Change:
    """What changes in the journal when the day of the review does."""
    return {} if was == now else {"review_due": (was and was.isoformat(), now and now.isoformat())}


def _begun(tx: Tx, idea: Found) -> int | None:
    """The entry by which it became a project."""
    entries = select(JournalEntry.id).where(JournalEntry.idea_id == idea.id, JournalEntry.kind == "projects.begin")
    return tx.db.execute(entries.order_by(JournalEntry.no.desc()).limit(1)).scalar()
