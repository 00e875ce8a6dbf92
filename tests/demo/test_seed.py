"""The demo content becomes an Arena with a past, in one go or not at all."""

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from sqlalchemy import func, select

from arena.actors.model import Actor, Membership
from arena.answers.model import Answer, AnswerDraft, Office, Promise
from arena.answers.promise import OUTCOMES
from arena.compass.model import Assessment, AssessmentReason
from arena.demo.read import read_demo
from arena.demo.seed import seed
from arena.growing.model import Lineage, Proposal, Suggestion
from arena.ideas.model import Follow, Idea, IdeaRevision, Support
from arena.ideas.team_model import Commitment
from arena.ideas.thread_model import IdeaThread
from arena.measures.model import IndicatorValue, Measure
from arena.moderation.model import Case, ModerationAct
from arena.store import Store
from arena.store.outbox import Outbox
from arena.threads.marks.model import Mark
from arena.threads.model import Mention, Post, Reaction, Thread
from arena.threads.polls.model import PollVote
from arena.threads.summaries.model import SummaryRevision
from tests.commands.command import Operator
from tests.conftest import new_postgres

DEMO = read_demo()
IDEAS = DEMO.ideas.values()


def count(store: Store, table: type, *where: object) -> int:
    counting = select(func.count()).select_from(table).where(*where)  # type: ignore[arg-type]
    return store.read_now(lambda db: int(db.execute(counting).scalar_one()))


@pytest.fixture(scope="module")
def empty(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """An operator before a database of their own."""
    folder = tmp_path_factory.mktemp("demo")
    if database.startswith("sqlite"):
        yield Operator(folder, f"sqlite:///{folder / 'demo.db'}")
        return
    with new_postgres() as url:
        yield Operator(folder, url)


@pytest.fixture(scope="module")
def inside(empty: Operator) -> Iterator[Store]:
    """What is in that database."""
    assert empty.run("migrate").status == 0
    store = Store(empty.database)
    yield store
    store.close()


@pytest.fixture(scope="module")
def sown(inside: Store) -> Store:
    """The same once the demo was opened, or seeded here where this test runs alone."""
    inside.write_now(seed, DEMO, lambda done, total: None)
    return inside


def read_until(process: "subprocess.Popen[str]", mark: str) -> str:
    """What a command says, up to a line."""
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if mark in line:
            return said
    raise AssertionError(said)


def test_killed_while_it_seeds_it_leaves_nothing_behind(empty: Operator, inside: Store) -> None:
    with empty.running("demo", "--no-browser") as process:
        assert process.stderr
        next(line for line in process.stderr if "filling the Arena" in line)
        process.kill()
    assert count(inside, Idea) in (0, len(DEMO.ideas))


def test_the_demo_opens_with_links_that_sign_in_and_a_second_one_takes_the_next_port(
    empty: Operator, inside: Store
) -> None:
    with empty.running("demo", "--no-browser") as first:
        said = read_until(first, "Ctrl-C")
        assert count(inside, Idea) == len(DEMO.ideas)
        links = re.findall(r"http://\S+token=\S+", said)
        cast = [person for person in DEMO.persons.values() if person.cast]
        assert len(links) == len(cast) == 7
        assert all(f"  {person.name}, " in said for person in cast)
        with httpx2.Client(follow_redirects=True, timeout=30) as browser:
            page = browser.get(links[0])
            assert page.status_code == 200
            assert cast[0].name in page.text
            assert DEMO.ideas["kuehle-abende"].title in browser.get(page.url.join("/de/ideas?sort=new")).text
        with empty.running("demo", "--no-browser", PORT=str(page.url.port)) as second:
            assert f"Port {page.url.port} is in use" in read_until(second, "Ctrl-C")
    assert count(inside, Idea) == len(DEMO.ideas)
    assert first.returncode in (0, -15)


def test_everything_that_was_written_is_there(sown: Store) -> None:
    assert count(sown, Idea) == len(DEMO.ideas)
    assert count(sown, Actor) == len(DEMO.persons) + len(DEMO.organisations)
    assert count(sown, Membership) == sum(len(person.memberships) for person in DEMO.persons.values())
    moved = count(sown, Post, Post.moved_to.is_not(None))  # stands there twice: as it went, and as it arrived
    assessed = [one for idea in IDEAS for one in idea.assessment]
    reasons = sum(len(one.reasons) for one in assessed)
    given = [one for one in DEMO.answers if not one.draft]
    assert count(sown, Answer) == len(given) > 0
    assert count(sown, AnswerDraft, AnswerDraft.state == "open") == len(DEMO.answers) - len(given) == 2
    states = {state for state in OUTCOMES if count(sown, Promise, Promise.state == state)}
    assert states == set(OUTCOMES)
    assert count(sown, Office) == sum(one.office for one in DEMO.organisations.values()) >= 2
    assert count(sown, Assessment) == len(assessed) > 0
    assert count(sown, AssessmentReason) == reasons > 0
    assert count(sown, Post, Post.no.is_not(None)) == sum(len(idea.post) for idea in IDEAS) + reasons + moved
    retracted = (Post.state == "deleted", Post.moved_to.is_(None))
    assert count(sown, Post, *retracted) == sum(post.deleted for idea in IDEAS for post in idea.post)
    assert count(sown, Post, Post.edited_at.is_not(None)) == sum(
        post.edited_text is not None for idea in IDEAS for post in idea.post
    )
    said = [post.reactions for idea in IDEAS for post in idea.post]
    assert count(sown, Reaction) == sum(
        len(kind) for one in said for kind in (one.support, one.concern, one.evidence, one.help, one.metoo)
    )
    posts = [post for idea in IDEAS for post in idea.post]
    assert count(sown, Mark) == sum(post.mark is not None for post in posts)
    assert count(sown, PollVote) == sum(len(post.poll.votes) for post in posts if post.poll)
    assert count(sown, Post, Post.question == "answered") == count(sown, Mark, Mark.kind == "answer") > 0
    assert count(sown, SummaryRevision) == sum(len(idea.summaries) for idea in IDEAS)
    assert count(sown, Support) == sum(len(idea.supporters) for idea in IDEAS)
    became = [one for idea in IDEAS for one in idea.suggestion if one.state in ("accepted", "adapted")]
    revised = sum(len(idea.revision) for idea in IDEAS) + len(became)
    assert count(sown, IdeaRevision, IdeaRevision.rev > 1) == revised > 0
    assert count(sown, Follow) > sum(len(idea.followers) for idea in IDEAS)
    assert count(sown, Mention) > 0


def test_moderation_hid_and_left_something_to_decide(sown: Store) -> None:
    hidden = [one for one in DEMO.moderation if one.decided and one.decided.kind == "hide"]
    assert count(sown, Post, Post.state == "hidden") == len(hidden) > 0
    assert count(sown, Case, Case.state == "open") == sum(one.decided is None for one in DEMO.moderation) > 0
    assert count(sown, ModerationAct) == sum(one.decided is not None for one in DEMO.moderation)


def test_threads_are_steered_as_it_was_written(sown: Store) -> None:
    acts = [one for idea in IDEAS for one in idea.steering]
    assert {one.act for one in acts} == {"move", "slow", "close"}
    assert count(sown, Post, Post.moved_to.is_not(None)) == sum(len(one.posts) for one in acts)
    assert count(sown, Thread, Thread.slow_mode_s > 0) == sum(one.act == "slow" for one in acts)
    named = select(IdeaThread.thread_id)
    closed = sum(one.act == "close" and one.thread is not None for one in acts)
    assert count(sown, Thread, Thread.locked, Thread.id.in_(named)) == closed > 0


def test_ideas_and_commitments_end_in_their_states(sown: Store) -> None:
    merged = sum(one.carried_days_ago is not None for idea in IDEAS for one in idea.merge)
    assert count(sown, Idea, Idea.merged_into.is_not(None)) == merged > 0
    for state, more in (("draft", 0), ("published", -merged), ("withdrawn", merged)):
        assert count(sown, Idea, Idea.state == state) == sum(idea.state == state for idea in IDEAS) + more
    own = count(sown, Idea, Idea.state != "draft") + merged  # whoever publishes carries, and goes along
    for state in ("offered", "accepted", "active", "fulfilled", "withdrawn", "declined"):
        written = sum(one.state == state for idea in IDEAS for one in idea.commitment)
        assert count(sown, Commitment, Commitment.state == state) == written + (own if state == "active" else 0)


def test_measures_stand_where_their_steps_lead(sown: Store) -> None:
    written = [idea.measure for idea in IDEAS if idea.measure]
    assert count(sown, Idea, Idea.stage == "measure") == count(sown, Measure, ~Measure.proposed) == len(written)
    values = sum(len(figure.values) for one in written for figure in one.figure)
    assert count(sown, IndicatorValue) == values > 0
    assert count(sown, Idea, Idea.measure_phase == 2, Idea.measure_type == "central") == 1


def test_what_grows_together_stands_as_it_was_written(sown: Store) -> None:
    for state in ("open", "accepted", "adapted", "declined", "withdrawn"):
        written = sum(one.state == state for idea in IDEAS for one in idea.suggestion)
        assert count(sown, Suggestion, Suggestion.state == state) == written > 0
    assert count(sown, Proposal, Proposal.state == "open") > 0
    assert count(sown, Lineage) == count(sown, Proposal, Proposal.state == "carried") > 0


def test_replies_keep_their_quotes(sown: Store) -> None:
    gone = {(slug, post.key) for slug, idea in DEMO.ideas.items() for post in idea.post if post.deleted}
    quoted = [(slug, post.reply_to) for slug, idea in DEMO.ideas.items() for post in idea.post if post.quote]
    assert count(sown, Post, Post.quote != "") == len([one for one in quoted if one not in gone])


def test_nothing_lies_ahead_and_everything_is_in_its_order(sown: Store) -> None:
    now = datetime.now(UTC)
    posts = sown.read_now(
        lambda db: db.execute(select(Post.thread_id, Post.at).order_by(Post.thread_id, Post.seq)).all()
    )
    assert all(post.at <= now + timedelta(minutes=2) for post in posts)
    told = sown.read_now(lambda db: db.execute(select(Outbox.at).order_by(Outbox.id)).scalars().all())
    assert told == sorted(told)
    oldest = max(idea.days_ago for idea in IDEAS)
    first = sown.read_now(lambda db: db.execute(select(func.min(Idea.created_at))).scalar_one())
    assert abs((now - first) - timedelta(days=oldest)) < timedelta(days=1)


def test_an_arena_with_ideas_is_left_alone(sown: Store) -> None:
    assert not sown.write_now(seed, DEMO, lambda done, total: None)
    assert count(sown, Idea) == len(DEMO.ideas)
