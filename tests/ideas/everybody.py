"""An idea on which much has happened, and everybody who reads its page with other eyes."""

from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from arena.ideas.model import Idea
from arena.ideas.team_model import Commitment
from arena.store import Tx
from tests.answers.offices import Office
from tests.growing.together import co_carrier, joined, propose, suggest
from tests.ideas.posted import post
from tests.moderation.acting import decide, moderator
from tests.people import Arena, Someone
from tests.threads.asking import ask, op, say

Cast = dict[str, Someone]
HIDDEN, DRAFT = "Dieses Wort verbirgt die Moderation", "Noch nicht zu Ende gedacht"


def thread_of(arena: Arena, idea_id: int) -> int:
    """The talk of an idea."""
    return int(
        arena.store.read_now(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea_id)).scalar_one())
    )


async def lively(arena: Arena) -> tuple[int, Cast]:
    """The number of such an idea, and its readers by what they are."""
    office = Office(arena)
    names = ("author", "stranger", "other", "fan", "follower", "helper", "offering", "declined", "speaker", "asker")
    cast = {name: arena.person(f"Person {name}") for name in (*names, "reactor", "muted", "loud", "drafting", "late")}
    cast |= {"visitor": arena.visitor(), "moderator": moderator(arena), "office": office.writer}
    cast["member"] = arena.member("business")[0]
    idea_id = await post(cast["author"])
    cast["carrier"] = await co_carrier(arena, cast["author"], idea_id)
    await _join(arena, cast, idea_id)
    await office.answer(idea_id)
    assert (await propose(cast["author"], idea_id, await post(arena.person()))).status_code == 303
    assert (await suggest(cast["fan"], idea_id)).status_code == 303
    await _talk(cast, idea_id, thread_of(arena, idea_id))
    opened = {"kind": "questions", "title": "Wer haftet?", "purpose": "Fragen dazu", "client_key": uuid4().hex}
    named = await cast["author"].post(f"/de/ideas/{idea_id}/threads/new", opened)
    assert named.status_code == 303, named.text
    await say(cast["other"], int(named.headers["location"].split("/threads/")[1].split("-")[0]), "Alle?")
    return idea_id, cast


async def _join(arena: Arena, cast: Cast, idea_id: int) -> None:
    await joined(cast["author"], idea_id, cast["helper"])
    offer = {"role": "contribute", "what": "Ich bringe Leitern", "client_key": uuid4().hex}
    for name in ("offering", "declined"):
        assert (
            await cast[name].post(f"/de/ideas/{idea_id}/join", offer | {"client_key": uuid4().hex})
        ).status_code == 303
    arena.store.write_now(_decline, idea_id, cast["declined"].id)
    await cast["fan"].post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    await cast["follower"].post(f"/de/ideas/{idea_id}/follow", {"on": "true"})


def _decline(tx: Tx, idea_id: int, person: int) -> None:
    theirs = update(Commitment).where(Commitment.idea_id == idea_id, Commitment.person_id == person)
    tx.db.execute(theirs.values(state="declined"))


async def _talk(cast: Cast, idea_id: int, thread: int) -> None:
    spoken = await say(cast["speaker"], thread, "Ich sage etwas dazu.")
    question = await ask(cast["asker"], thread, "Wer hat Platz?")
    answer = await say(cast["helper"], thread, "Wir haben Platz.", post=question)
    await _does(cast["author"], thread, "mark", post=answer, kind="answer", text="Das beantwortet es.")
    poll = (await _does(cast["speaker"], thread, "poll", text="Wann?", options=["Montag", "Dienstag"]))["post_id"]
    await _does(cast["reactor"], thread, "vote", post=poll, choices=[1])
    await _does(cast["reactor"], thread, "react", post=spoken, kind="support", on=True)
    await _does(cast["other"], thread, "react", post=spoken, kind="concern", on=True)
    hidden = await say(cast["other"], thread, HIDDEN)
    assert (await decide(cast["moderator"], hidden)).status_code == 303
    for name, level in (("muted", "mute"), ("loud", "loud")):
        await cast[name].post(f"/de/threads/{thread}/level", {"level": level, "back": f"/de/ideas/{idea_id}"})
    words = {"text": DRAFT, "reply": spoken}
    assert (await cast["drafting"].http.post(f"/threads/{thread}/draft", json=words)).status_code == 200
    assert (await cast["late"].post(f"/de/threads/{thread}/read", {"no": "2"})).status_code == 303
    await _does(cast["speaker"], thread, "summary", text="Bisher: **Platz** gesucht.", rev=0, no=2)


async def _does(someone: Someone, thread: int, what: str, **payload: Any) -> dict[str, Any]:
    answer = await op(someone, thread, what, **payload)
    assert answer.status_code < 300, answer.text
    return dict(answer.json())
