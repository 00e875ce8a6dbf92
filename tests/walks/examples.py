"""An example address of every page of the Arena, in the demo city and for one of its people."""

from sqlalchemy import Connection, select

from arena.actors.demo import demo_link
from arena.actors.invite import invite
from arena.actors.model import Actor, Membership, Person
from arena.actors.session import open_session
from arena.answers.model import Answer, AnswerDraft, Office
from arena.growing.invite import invite as invite_to_carry
from arena.growing.model import Lineage, Proposal, Suggestion
from arena.ideas.model import Idea
from arena.ideas.open_thread import Opening, open_thread
from arena.ideas.rules import carriers
from arena.ideas.team_model import Commitment
from arena.ideas.thread_model import IdeaThread
from arena.moderation.decide import HIDE, Decision, decide
from arena.moderation.grant import grant
from arena.moderation.report import Report, report
from arena.projects.model import Milestone, Risk
from arena.projects.update_model import ProjectUpdate
from arena.store import Tx
from arena.threads.contribute import contribute, prepare
from arena.threads.model import Post, PostRevision
from arena.threads.summaries.model import SUMMARY
from arena.voice import Voice
from tests.answers.offices import join
from tests.ideas.sown import sow
from tests.people import Arena, Someone

NAME = "Tomasz Wielgosz"  # speaks for an organisation, carries an idea, has amended a contribution
# A piece of a page, and addresses that only lead on to another.
LEAD_ON = "/ideas/similar", "/mentions", "/threads/{id:int}", "/threads/{id:int}/part", "/posts/{id:int}", "/me"
# Files and feeds, for programs to read.
LEAD_ON += ("/ideas/{id:int}/boxes",)
LEAD_ON += "/journal.csv", "/journal.json", "/feed.atom"
LEAD_ON += tuple(f"/ideas/{{id:int}}/{name}" for name in ("journal.csv", "journal.json", "feed.atom"))

PARTS = "back", "plan", "review", "risks", "team"  # what carriers keep of a project
OPENING = Opening("questions", "Wer haftet?", "Hier klären wir, wer wofür einsteht.")


def signed_in(arena: Arena, name: str = NAME) -> Someone:
    """One of the demo's people in front of a browser."""
    voice, token = arena.store.write_now(_session, name)
    return arena.seat(voice, token)


def _session(tx: Tx, name: str) -> tuple[Voice, str]:
    person = tx.db.execute(select(Actor).where(Actor.name == name, Actor.kind == "person")).one()
    return Voice(person.id, person.id, name, name, person.sector), open_session(tx, person.id)


def examples(arena: Arena) -> dict[str, str]:
    """Route → an address that shows it to `NAME`; each but those under `/me` and `…/edit` has something in it."""
    return arena.store.write_now(_examples)


def _examples(tx: Tx) -> dict[str, str]:
    db = tx.db
    me = db.execute(select(Actor.id).where(Actor.name == NAME, Actor.kind == "person")).scalar_one()
    mine = select(Idea.id).where(Idea.person_id == me, Idea.state == "published")
    idea = db.execute(mine.order_by(Idea.id)).scalars().first()
    post = select(PostRevision.post_id).join(Post, Post.id == PostRevision.post_id).where(Post.person_id == me)
    amended = db.execute(post).scalars().first()
    home = db.execute(select(Membership.organisation_id).where(Membership.person_id == me)).scalars().first()
    lively = db.execute(select(Idea.id, Idea.thread_id).order_by(Idea.rev.desc())).first()
    commitment = db.execute(select(Commitment.id).where(Commitment.person_id == me)).scalars().first()
    revised = db.execute(select(Idea.id).where(Idea.rev == 2)).scalars().first()
    talk = db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar()
    named = db.execute(select(IdeaThread.idea_id, IdeaThread.thread_id)).first()
    assessed = db.execute(select(Idea.id).order_by(Idea.assessed_count.desc())).scalars().first()
    profiled = db.execute(mine.order_by(Idea.sheet_filled.desc())).scalars().first()
    told = select(ProjectUpdate.id, ProjectUpdate.idea_id).join(Idea, Idea.id == ProjectUpdate.idea_id)
    project = db.execute(told.where(Idea.person_id == me)).first()
    assert project
    milestone = db.execute(select(Milestone.id).where(Milestone.idea_id == project.idea_id)).scalars().first()
    risk = db.execute(select(Risk.id).where(Risk.idea_id == project.idea_id)).scalars().first()
    fresh = sow(tx, Voice(me, me, NAME, NAME, "resident"))
    summarised = db.execute(select(Post.thread_id).where(Post.kind == SUMMARY)).scalars().first()
    measure = db.execute(select(Idea.id).where(Idea.stage == "measure")).scalars().first()
    assert idea
    carrier = db.execute(select(Idea.actor_id).where(Idea.id == idea)).scalar_one()
    office = db.execute(select(Office.organisation_id).order_by(Office.id)).scalars().first()
    draft = (
        db.execute(select(AnswerDraft.id).where(AnswerDraft.office_id == office, AnswerDraft.state == "open"))
        .scalars()
        .first()
    )
    if not db.execute(select(Membership.person_id).filter_by(organisation_id=office, person_id=me)).first():
        join(tx, int(office or 0), me)
    answered = db.execute(select(Answer.idea_id).order_by(Answer.no.desc())).scalars().first()
    voice = Voice(me, carrier, NAME, "", "civil-society")
    own = open_thread(tx, voice, idea, OPENING)
    grown = db.execute(select(Lineage.from_id, Lineage.to_id)).first()
    assert grown
    mine_there = select(Commitment.id).where(Commitment.idea_id == grown.from_id, Commitment.person_id == me)
    proposal = db.execute(select(Proposal.id).where(Proposal.state == "open")).scalar()
    suggested = select(Suggestion.idea_id, Suggestion.no).where(Suggestion.state == "open", Suggestion.idea_id == idea)
    suggestion = db.execute(suggested).first()
    assert suggestion
    heard = select(Post.id).where(Post.thread_id == talk, Post.no.is_not(None), Post.state == "visible")
    heard_by = db.execute(heard.where(Post.actor_id.not_in(carriers(db, idea))).order_by(Post.id)).scalars().first()
    assert heard_by
    act, reported, receipt = _moderated(tx, me, int(talk or 0))
    assert summarised
    assert named
    assert amended
    assert lively
    assert revised
    return {
        "/": "/",
        "/pages/{name}": "/pages/privacy",
        "/stylebook": "/stylebook",
        "/ideas": "/ideas",
        "/threads/{id:int}/summary": f"/threads/{summarised}/summary",
        "/threads/{id:int}/summary/history": f"/threads/{summarised}/summary/history",
        "/threads/{id:int}/poll": f"/threads/{lively.thread_id}/poll",
        "/threads/{id:int}/questions": f"/threads/{lively.thread_id}/questions?state=all",
        "/posts/{id:int}/marks": f"/posts/{amended}/marks",
        "/posts/{id:int}/report": f"/posts/{heard_by}/report",
        "/notices/{key}": f"/notices/{receipt}",
        "/moderation": "/moderation",
        "/moderation/log": "/moderation/log",
        "/moderation/acts/{id:int}": f"/moderation/acts/{act}",
        "/moderation/posts/{id:int}": f"/moderation/posts/{reported}",
        "/moderation/threads/{id:int}": f"/moderation/threads/{talk}",
        "/posts/{id:int}/edit": f"/posts/{amended}/edit",
        "/posts/{id:int}/history": f"/posts/{amended}/history",
        "/ideas/{id:int}/join": f"/ideas/{lively.id}/join",
        "/ideas/{id:int}/assess": f"/ideas/{assessed}/assess",
        "/ideas/{id:int}/compass": f"/ideas/{assessed}/compass",
        "/ideas/{id:int}/sheet": f"/ideas/{profiled}/sheet",
        "/ideas/{id:int}/sheet/{part}": f"/ideas/{profiled}/sheet/purpose",
        "/ideas/{id:int}/sheet/{part}/history": f"/ideas/{profiled}/sheet/purpose/history",
        "/ideas/{id:int}/answers": f"/ideas/{answered}/answers",
        "/ideas/{id:int}/answer": f"/ideas/{answered}/answer?office={office}",
        "/answer-drafts/{id:int}": f"/answer-drafts/{draft}",
        "/offices/{id:int}": f"/offices/{office}",
        "/promises": "/promises",
        "/ideas/{id:int}/measure": f"/ideas/{measure}/measure",
        "/coverage": "/coverage",
        "/progress": "/progress",
        "/progress/figures": "/progress/figures?kind=process&unit=Gespr%C3%A4che",
        "/ideas/{id:int}/needs": f"/ideas/{idea}/needs",
        "/ideas/{id:int}/project": f"/ideas/{project.idea_id}/project",
        "/ideas/{id:int}/project/begin": f"/ideas/{fresh}/project/begin",
        **{f"/ideas/{{id:int}}/project/{part}": f"/ideas/{project.idea_id}/project/{part}" for part in PARTS},
        "/ideas/{id:int}/updates": f"/ideas/{project.idea_id}/updates",
        "/ideas/{id:int}/updates/new": f"/ideas/{project.idea_id}/updates/new",
        "/updates/{id:int}": f"/updates/{project.id}",
        "/updates/{id:int}/edit": f"/updates/{project.id}/edit",
        "/milestones/{id:int}": f"/milestones/{milestone}",
        "/risks/{id:int}": f"/risks/{risk}",
        "/ideas/{id:int}/merge": f"/ideas/{idea}/merge?other={grown.to_id}",
        "/ideas/{id:int}/split": f"/ideas/{idea}/split",
        "/ideas/{id:int}/lineage": f"/ideas/{grown.to_id}/lineage",
        "/ideas/{id:int}/suggest": f"/ideas/{idea}/suggest",
        "/ideas/{id:int}/suggestions": f"/ideas/{idea}/suggestions",
        "/ideas/{id:int}/suggestions/{no:int}": f"/ideas/{idea}/suggestions/{suggestion.no}",
        "/ideas/{id:int}/suggestions/{no:int}/adapt": f"/ideas/{idea}/suggestions/{suggestion.no}/adapt",
        "/proposals/{id:int}": f"/proposals/{proposal}",
        "/posts/{id:int}/invite": f"/posts/{heard_by}/invite",
        "/invitations/{id:int}": f"/invitations/{invite_to_carry(tx, voice, heard_by, 'Tragen Sie es mit uns?')}",
        "/commitments/{id:int}/along": f"/commitments/{db.execute(mine_there).scalar()}/along",
        "/commitments": "/commitments",
        "/commitments/{id:int}": f"/commitments/{commitment}",
        "/journal": "/journal?kind=ideas&from=2020-01-01",
        "/ideas/{id:int}/journal": f"/ideas/{lively.id}/journal",
        "/me/news": "/me/news",
        "/news/stop": "/news/stop?key=x",
        "/ideas/new": "/ideas/new",
        "/ideas/mine": "/ideas/mine",
        "/ideas/{id:idea}": f"/ideas/{revised}",
        "/ideas/{id:int}/edit": f"/ideas/{idea}/edit",
        "/ideas/{id:int}/history": f"/ideas/{lively.id}/history",
        "/ideas/{id:int}/withdraw": f"/ideas/{idea}/withdraw",
        "/ideas/{id:int}/threads/new": f"/ideas/{idea}/threads/new",
        "/ideas/{id:int}/threads/{thread:idea}": f"/ideas/{named.idea_id}/threads/{named.thread_id}",
        "/ideas/{id:int}/threads/{thread:int}/move": f"/ideas/{idea}/threads/{talk}/move",
        "/ideas/{id:int}/threads/{thread:int}/merge": f"/ideas/{idea}/threads/{own}/merge",
        "/ideas/{id:int}/threads/{thread:int}/steer": f"/ideas/{idea}/threads/{talk}/steer",
        "/sign-up": "/sign-up",
        "/sign-in": "/sign-in",
        "/sign-in/sent": "/sign-in/sent",
        "/sign-in/forgotten": "/sign-in/forgotten",
        "/link": demo_link(tx, me),
        "/mails": "/mails",
        "/me/settings": "/me/settings",
        "/actors/{id:int}": f"/actors/{me}",
        "/organisations": "/organisations",
        "/organisations/new": "/organisations/new",
        "/organisations/{id:int}/edit": f"/organisations/{home}/edit",
        "/organisations/{id:int}/members": f"/organisations/{home}/members",
        "/organisations/{id:int}/invitation": f"/organisations/{_invited(tx, me)}/invitation",
    }


def _invited(tx: Tx, me: int) -> int:
    """Another organisation asks `me` to speak for it; returns its number."""
    other = select(Membership.organisation_id, Membership.person_id).where(
        Membership.steward, Membership.state == "active", Membership.person_id != me
    )
    found = tx.db.execute(other).first()
    assert found
    voice = Voice(found.person_id, found.person_id, "", "", "resident")
    invite(tx, voice, "", found.organisation_id, _email(tx.db, me), "Werkstattleitung", steward=False)
    return int(found.organisation_id)


def _moderated(tx: Tx, me: int, thread: int) -> tuple[int, int, str]:
    """`me` moderates, and somebody else did: an act on one's own words, a reported contribution, and its receipt."""
    other = tx.db.execute(select(Person.actor_id).where(Person.actor_id != me, Person.email.is_not(None))).scalars()
    voice = Voice(found := int(other.first() or 0), found, "", "", "resident")
    for number in (me, found):
        grant(tx, _email(tx.db, number))
    said = prepare("Das ist **grob**."), prepare("Das auch.")
    mine = contribute(tx, Voice(me, me, NAME, NAME, "resident"), thread, said[0]).post_id
    theirs = contribute(tx, voice, thread, said[1]).post_id
    act = decide(tx, voice, "", mine, Decision(HIDE, "insult", "Bitte bei der Sache bleiben."))
    return act, theirs, report(tx, None, "", theirs, Report("other", "Bitte ansehen.", None, "de"), None)


def _email(db: Connection, me: int) -> str:
    return str(db.execute(select(Person.email).where(Person.actor_id == me)).scalar_one())
