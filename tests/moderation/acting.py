"""People who report, moderate and object through the door."""

from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, select

from arena.actors.model import Moderator, Person
from arena.ideas.model import Idea
from arena.moderation.grant import grant
from arena.moderation.model import Case, ModerationAct, Notice
from arena.threads.model import Post
from arena.threads.timeline import heads
from tests.ideas.posted import post
from tests.people import Answer, Arena, Someone
from tests.talk import Talk
from tests.threads.speaking import say

INSULT = "Du *Zankapfel* redest nur Unfug"
SECRET = "Zankapfel"
WHY = "Streiten Sie bitte über die Sache."


def moderator(arena: Arena, name: str = "") -> Someone:
    """Somebody whom the operator named a moderator."""
    someone = arena.person(name)
    arena.store.write_now(grant, arena.store.read_now(email_of, someone))
    return someone


def alone(arena: Arena) -> None:
    """From here on nobody moderates."""
    arena.store.write_now(lambda tx: tx.db.execute(delete(Moderator)))


def email_of(db: Connection, someone: Someone) -> str:
    """The address somebody signs in with."""
    return str(db.execute(select(Person.email).where(Person.actor_id == someone.id)).scalar_one())


async def insulted(arena: Arena, author: Someone, text: str = INSULT) -> tuple[int, int]:
    """An idea's talk in which somebody said something they should not; the thread and the contribution."""
    idea = await post(arena.person())
    thread = await arena.store.read(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one())
    return int(thread), await say(arena, author, int(thread), text)


async def report(someone: Someone, number: int, **changes: Any) -> Answer:
    """Send the form of a notice."""
    form = {"ground": "insult", "words": "Das geht gegen die Person.", "client_key": uuid4().hex}
    return await someone.post(f"/de/posts/{number}/report", form | changes)


async def decide(someone: Someone, number: int, kind: str = "hide", **changes: Any) -> Answer:
    """Send the form of a decision, about the case that is open now."""
    form: dict[str, Any] = {"kind": kind, "ground": "insult", "reason": WHY, "client_key": uuid4().hex}
    form["case"] = ""
    page = await someone.get(f"/de/moderation/posts/{number}")
    if 'name="case" value="' in page.text:
        form["case"] = page.text.split('name="case" value="')[1].split('"')[0]
    return await someone.post(f"/de/moderation/posts/{number}", form | changes)


def acts(db: Connection, number: int) -> list[Any]:
    """The acts on a contribution, oldest first."""
    return list(db.execute(select(ModerationAct.__table__).where(ModerationAct.post_id == number).order_by("id")))


def cases(db: Connection, number: int) -> list[Any]:
    """The cases of a contribution, oldest first."""
    return list(db.execute(select(Case.__table__).where(Case.post_id == number).order_by("id")))


def notices(db: Connection, number: int) -> list[Any]:
    """The notices about a contribution, oldest first."""
    return list(db.execute(select(Notice.__table__).where(Notice.post_id == number).order_by("id")))


def stored(db: Connection, number: int) -> Any:
    """A contribution as it is stored."""
    return db.execute(select(Post.__table__).where(Post.id == number)).one()


async def follow(talk: Talk, thread: int) -> int:
    """Read a thread until everything that is stored is here; returns the position."""
    await talk.follow(thread)
    seq = (await talk.arena.store.read(heads, [thread]))[thread]
    await talk.reached(thread, seq)
    return seq
