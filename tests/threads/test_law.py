"""The law of the live thread: the state before plus the events is the state fetched after, for every op."""

import json
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import Any
from uuid import uuid4

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from arena.actors.session import who
from arena.errors import Refusal
from arena.ideas.open_thread import Opening
from arena.ideas.open_thread import open_thread as open_named
from arena.ideas.rename_thread import rename
from arena.ideas.thread_model import IdeaThread
from arena.live.feed import Encoded
from arena.live.frames import Op
from arena.store import Store, Tx
from arena.threads.close import close_thread, reopen_thread
from arena.threads.hide import hide, show_again
from arena.threads.home import home_of
from arena.threads.log import Stored
from arena.threads.model import Post
from arena.threads.move import movable, move
from arena.threads.moved import former, present
from arena.threads.note import note_act
from arena.threads.op import verb_of
from arena.threads.open import open_thread
from arena.threads.slow import slow_down
from arena.threads.timeline import head, heads, read_after, read_events
from arena.voice import Voice
from tests.ideas.posted import post
from tests.people import Arena, Someone
from tests.talk import Talk
from tests.threads.conftest import fetched

Frame = dict[str, Any]
Step = dict[str, Any]
PEOPLE = 3
TEXTS = ("Ein **Dach** voller Solar", "Wer hat Platz?", "Am Kanal & im Hof", "Wir, die Werkstatt")

texts = st.sampled_from(TEXTS)
targets = st.integers(0, 5)
anyone = st.integers(0, PEOPLE - 1)
mostly_own = st.sampled_from((None, None, None, 0, 1))
quick = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True}


offices = st.sampled_from((None, "administration"))


def _step(do: str, **payload: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.fixed_dictionaries({"do": st.just(do), "by": anyone} | payload)


changes = st.one_of(
    _step("post", text=texts),
    _step("post", text=texts, kind=st.just("question")),
    _step("post", text=texts, post=targets, quote=st.sampled_from((TEXTS[0], "Platz?", "all"))),
    _step("edit", by=mostly_own, text=texts, post=targets, rev=st.sampled_from((1, 1, 1, 2, 3))),
    _step("delete", by=mostly_own, post=targets),
    _step("react", post=targets, kind=st.sampled_from(("support", "help", "metoo")), on=st.booleans()),
    _step("mark", post=targets, kind=st.sampled_from(("answer", "decision")), text=texts, speak_as=offices),
    _step("poll", text=texts, options=st.just(["ja", "nein"]), kind=st.just("one"), hidden=st.booleans()),
    _step("summary", text=texts, rev=st.sampled_from((0, 0, 1, 2)), no=st.sampled_from((1, 1, 2))),
    _step("vote", post=targets, choices=st.sampled_from(([0], [1], []))),
    _step("close_poll", by=mostly_own, post=targets),
    _step("unmark", post=targets, text=texts, speak_as=offices),
    _step("note"),
    _step("move", posts=st.lists(targets, min_size=1, max_size=3), back=st.booleans()),
    _step("hide", post=targets, back=st.sampled_from((False, False, True))),
    _step("steer", how=st.sampled_from(("close", "reopen", "slow", "at once"))),
    _step("rename", title=st.sampled_from(("Wer haftet?", "Kosten & Folgen", "Wer haftet? "))),
    _step("again"),
)
OPENING = Opening("talk", "Was kostet es?", "Hier geht es um das Geld.")
FIRST = {"do": "post", "by": 0, "text": TEXTS[0]}
histories = st.lists(changes, min_size=2, max_size=12).map(lambda steps: [FIRST, *steps])


STEERING: dict[str, Callable[..., Any]] = {
    "close": partial(close_thread, reason="Alles gesagt"),
    "reopen": partial(reopen_thread, reason="Doch nicht"),
    "slow": partial(slow_down, seconds=60),
    "at once": partial(slow_down, seconds=0),
}


class Author:
    """Several people who carry out steps on a thread; a refusal changes nothing."""

    def __init__(self, store: Store, people: list[Someone], thread: int, idea: int = 0) -> None:
        self.store, self.people, self.thread, self.idea = store, people, thread, idea
        self.other = store.write_now(open_thread)
        self.office = store.read_now(who, people[0].token or "").voices[-1].actor_id
        self.posts: list[tuple[int, Step]] = []
        self.last: dict[str, Any] = {}

    async def carry_out(self, step: Step) -> None:
        """One step: an op with its own key, the last op sent again, or the note of an act."""
        if step["do"] == "note":
            voice = self.people[step["by"]].voice
            await self.store.write(note_act, voice, self.thread, "ideas.join", role="contribute")
        elif step["do"] == "move":
            self.last = {}  # what it was about may be elsewhere now
            await self.move(self.people[step["by"]].voice, step)
        elif step["do"] == "hide":
            self.last = {}  # what it was about may be out of sight now
            await self.hide(self.people[step["by"]].voice, step)
        elif step["do"] == "steer":
            self.last = {}  # what was refused may be accepted now
            await self.store.write(STEERING[step["how"]], self.people[step["by"]].voice, self.thread)
        elif step["do"] == "rename":
            await self.rename(self.people[step["by"]].voice, step["title"])
        elif step["do"] != "again":
            self.last = step | {"ck": uuid4().hex}
            if "post" in step:
                self.last["post"], said = self.posts[step["post"] % len(self.posts)]
                self.last |= {"by": said["by"]} if step["by"] is None else {}
                self.last |= {"quote": said["text"]} if step.get("quote") == "all" else {}
            if self.last.get("speak_as"):
                self.last |= {"by": 0, "speak_as": self.office}
            if (stored := await self.send(**self.last)) and step["do"] in ("post", "poll"):
                self.posts.append((stored, step))
        elif self.last:
            before = head_of(self.store, self.thread)
            await self.send(**self.last)
            assert head_of(self.store, self.thread) == before, "sent again, it changed something"

    async def move(self, voice: Voice | None, step: Step) -> None:
        """Move some contributions into the other thread, or what is there back into this one."""
        here, there = (self.other, self.thread) if step["back"] else (self.thread, self.other)
        known = {present_now(self.store, self.posts[n % len(self.posts)][0]) for n in step["posts"]}

        def carry_out(tx: Tx) -> None:
            assert voice
            rows = movable(tx, here, sorted(known))
            move(tx, voice, rows, there, "Nebenan", (uuid4().hex, "x"))
            note_act(tx, voice, here, "ideas.move", n=len(rows), title="Nebenan", reason="Gehört dorthin")

        with suppress(Refusal):
            await self.store.write(carry_out)

    async def rename(self, voice: Voice | None, title: str) -> None:
        """Give the thread another name, if one may."""
        with suppress(Refusal):
            await self.store.write(rename, voice, self.idea, self.thread, title, f"Es geht um {title}")

    async def hide(self, voice: Voice | None, step: Step) -> None:
        """Hide a contribution, or show it again."""
        post = self.posts[step["post"] % len(self.posts)][0]

        def carry_out(tx: Tx) -> None:
            assert voice
            why = {"ground": "insult", "reason": "Bitte sachlich", "to": "/"}
            show_again(tx, voice, post) if step["back"] else hide(tx, voice, post, why)

        with suppress(Refusal):
            await self.store.write(carry_out)

    async def send(self, by: int, **op: Any) -> int | None:
        """Hand the op to the writer as every door does; returns the item it touched."""
        someone, verb = self.people[by], verb_of(Op(th=self.thread, **op))

        def carry_out(tx: Tx) -> Stored:
            me = who(tx.db, someone.token or "")
            assert me
            return verb(tx, me)

        try:
            return (await self.store.write(carry_out)).post_id
        except Refusal:
            return None


class Speaker(Author):
    """The same people at their sockets."""

    talks: list[Talk]

    async def send(self, by: int, **op: Any) -> int | None:
        """Send the op as a frame."""
        if "speak_as" in op:
            op["as"] = op.pop("speak_as")
        answer = await self.talks[by].op(thread=self.thread, **op)
        return answer.get("post") if answer["t"] == "ok" else None


def applied(state: dict[int, Frame], frames: list[Frame]) -> dict[int, Frame]:
    """What a page holds after some frames: the newest form of each item."""
    state = dict(state)
    for frame in frames:
        for item in frame["items"] if "items" in frame else [frame["o"]] if "o" in frame else []:
            if item["id"] not in state or state[item["id"]]["rev"] <= item["rev"]:
                state[item["id"]] = item
    return state


def followed(db: Connection, thread: int, after: int) -> list[Frame]:
    """The events after a position as they travel."""
    events = read_events(db, thread, after, 1000)
    assert [event.seq for event in events] == list(range(after + 1, after + 1 + len(events))), "a gap in the log"
    return [json.loads(Encoded(thread, event).payload) for event in events]


def caught_up(db: Connection, thread: int, after: int, limit: int) -> list[Frame]:
    """The answers to somebody who comes back at a position, page by page."""
    pages = []
    while True:
        page = json.loads(msgspec.json.encode(read_after(db, thread, after, limit)))
        assert page["to"] > after or not page["more"], "catching up stands still"
        pages.append(page)
        after = page["to"]
        if not page["more"]:
            return pages


def now(db: Connection, thread: int) -> dict[int, Frame]:
    """The thread as a newcomer fetches it."""
    return applied({}, caught_up(db, thread, 0, 1000))


def present_now(store: Store, post: int) -> int:
    """The number a contribution has now."""
    return store.read_now(present, post)


def steered(state: dict[int, Frame]) -> dict[str, Any]:
    """What a page makes of the notes it holds: whether the thread is closed, how slow it is, and its name."""
    told: dict[str, Any] = {"locked": False, "slow": 0, "title": OPENING.title, "purpose": OPENING.purpose}
    for item in sorted(state.values(), key=lambda item: int(item["born"])):
        told |= item.get("sets", {})
    return told


RENAMED = [
    FIRST,
    {"do": "rename", "by": 0, "title": "Wer haftet?"},
    {"do": "rename", "by": 1, "title": "Nicht von mir"},
    {"do": "steer", "by": 0, "how": "close"},
    {"do": "rename", "by": 0, "title": "Kosten & Folgen"},
    {"do": "rename", "by": 0, "title": "Wer haftet?"},
    {"do": "rename", "by": 0, "title": "Wer haftet?"},
]

QUOTED_THEN_DELETED = [
    FIRST,
    {"do": "post", "by": 1, "text": TEXTS[1], "post": 0, "quote": "all"},
    {"do": "react", "by": 2, "post": 1, "kind": "help", "on": True},
    {"do": "delete", "by": 0, "post": 0},
    {"do": "again", "by": 0},
]

ANSWERED_THEN_DELETED = [
    FIRST | {"kind": "question"},
    {"do": "post", "by": 1, "text": TEXTS[1], "post": 0, "quote": ""},
    {"do": "react", "by": 2, "post": 0, "kind": "metoo", "on": True},
    {"do": "mark", "by": 0, "post": 1, "kind": "answer", "text": "Das ist es", "speak_as": None},
    {"do": "again", "by": 0},
    {"do": "unmark", "by": 1, "post": 1, "text": "Doch nicht", "speak_as": "administration"},
    {"do": "mark", "by": 0, "post": 1, "kind": "answer", "text": "Doch", "speak_as": None},
    {"do": "delete", "by": 1, "post": 1},
    {"do": "mark", "by": 1, "post": 0, "kind": "decision", "text": "So", "speak_as": "administration"},
    {"do": "delete", "by": 0, "post": 0},
]

POLLED = [
    FIRST,
    {"do": "poll", "by": 1, "text": TEXTS[1], "options": ["ja", "nein"], "hidden": True},
    {"do": "vote", "by": 0, "post": 1, "choices": [1]},
    {"do": "again", "by": 0},
    {"do": "vote", "by": 2, "post": 1, "choices": [1]},
    {"do": "vote", "by": 2, "post": 1, "choices": [0]},
    {"do": "summary", "by": 2, "text": TEXTS[2], "rev": 0, "no": 1},
    {"do": "summary", "by": 0, "text": TEXTS[3], "rev": 1, "no": 2},
    {"do": "again", "by": 0},
    {"do": "close_poll", "by": 1, "post": 1},
    {"do": "vote", "by": 0, "post": 1, "choices": []},
    {"do": "delete", "by": 1, "post": 1},
]


HIDDEN_WHERE_IT_WENT = [
    FIRST,
    {"do": "post", "by": 1, "text": TEXTS[1], "post": 0, "quote": "all"},
    {"do": "post", "by": 2, "text": TEXTS[2], "post": 1, "quote": "all"},
    {"do": "move", "by": 2, "posts": [0], "back": False},
    {"do": "hide", "by": 2, "post": 0, "back": False},
    {"do": "move", "by": 2, "posts": [1], "back": False},
    {"do": "hide", "by": 2, "post": 1, "back": False},
    {"do": "hide", "by": 2, "post": 0, "back": True},
    {"do": "hide", "by": 2, "post": 1, "back": True},
    {"do": "hide", "by": 2, "post": 1, "back": False},
    {"do": "delete", "by": 1, "post": 1},
    {"do": "hide", "by": 2, "post": 1, "back": True},
]


MOVED_AND_BACK = [
    FIRST | {"kind": "question"},
    {"do": "post", "by": 1, "text": TEXTS[1], "post": 0, "quote": "all"},
    {"do": "mark", "by": 0, "post": 1, "kind": "answer", "text": "Das ist es", "speak_as": None},
    {"do": "react", "by": 2, "post": 1, "kind": "help", "on": True},
    {"do": "move", "by": 2, "posts": [1], "back": False},
    {"do": "edit", "by": 1, "text": TEXTS[2], "post": 1, "rev": 1},
    {"do": "move", "by": 2, "posts": [0], "back": False},
    {"do": "move", "by": 2, "posts": [0, 1], "back": True},
    {"do": "delete", "by": 0, "post": 0},
]


@settings(max_examples=20, **quick)
@given(steps=histories)
@example(steps=MOVED_AND_BACK)
@example(steps=RENAMED)
@example(steps=QUOTED_THEN_DELETED)
@example(steps=POLLED)
@example(steps=HIDDEN_WHERE_IT_WENT)
@example(steps=ANSWERED_THEN_DELETED)
async def test_before_plus_events_is_after_and_catching_up_equals_following(
    arena: Arena, store: Store, steps: list[Step]
) -> None:
    people = cast_of(arena)
    idea = await post(people[0])
    thread = await store.write(open_named, people[0].voice, idea, OPENING)
    author = Author(store, people, thread, idea)
    logs: dict[int, list[Frame]] = {thread: [], author.other: []}
    states: dict[int, dict[int, Frame]] = {thread: {}, author.other: {}}
    for step in steps:
        await author.carry_out(step)
        store.read_now(events_lead_to_the_state, logs, states, f"after {step}")
        assert steered(states[thread]) == store.read_now(settings_of, thread), f"after {step}"
    for number, live in logs.items():
        store.read_now(catching_up_equals_following, number, live)


def events_lead_to_the_state(
    db: Connection, logs: dict[int, list[Frame]], states: dict[int, dict[int, Frame]], told: str
) -> None:
    """What was there before with what came since is what is there now, in each thread."""
    for number, live in logs.items():
        events, before = followed(db, number, len(live)), states[number]
        live += events
        states[number] = now(db, number)
        assert applied(before, events) == states[number], told
    nothing_is_left_of_what_is_hidden(db, states, told)


def nothing_is_left_of_what_is_hidden(db: Connection, states: dict[int, dict[int, Frame]], told: str) -> None:
    """Neither its words nor a quote of them, also where it stood before it was moved; of all others quotes stay."""
    items = [item for state in states.values() for item in state.values()]
    hidden = {number for item in items if item["state"] == "hidden" for number in former(db, item["id"])}
    for item in items:
        assert not (item["id"] in hidden and ("html" in item or "quote" in item)), told
        reply = item.get("reply", {}).get("id")
        assert not (reply in hidden and "quote" in item), told
        if reply is not None and reply not in hidden:
            marked = select(Post.unquoted, Post.quote).where(Post.id == item["id"])
            row = db.execute(marked).one()
            assert not (row.quote and row.unquoted), told


def settings_of(db: Connection, thread: int) -> dict[str, Any]:
    """Whether the thread is closed, how slow it is, and its name, as pages say it."""
    row, purpose = head(db, thread), select(IdeaThread.purpose).where(IdeaThread.thread_id == thread)
    named = {"title": home_of(db, thread).title, "purpose": db.execute(purpose).scalar_one()}
    return {"locked": row.locked, "slow": row.slow_mode_s} | named


def catching_up_equals_following(db: Connection, thread: int, live: list[Frame]) -> None:
    """From wherever somebody comes back, they end where everybody is; all of it read in one go."""
    end = now(db, thread)
    for pos in range(len(live) + 1):
        seen = applied({}, live[:pos])
        for frame in live[:pos]:
            assert applied(seen, [frame]) == seen, "an event that came again later changed something"
        assert applied({}, live[:pos] + live) == end, "a doubled prefix changed the end"
        assert applied(seen, followed(db, thread, pos)) == end, f"late events from {pos}"
        limit = 4 if pos % 3 else 1
        missed = caught_up(db, thread, pos, limit)
        assert applied(seen, missed) == end, f"catching up from {pos} by {limit}"
        assert applied(seen, missed + missed) == end, f"catching up twice from {pos} by {limit}"


walks = st.lists(st.tuples(changes, st.sampled_from(("stay", "cut", "back"))), min_size=3, max_size=10)


@settings(max_examples=8, **quick)
@given(steps=walks)
async def test_the_law_holds_through_sockets_that_come_and_go(
    arena: Arena, store: Store, steps: list[tuple[Step, str]]
) -> None:
    """One reader stays, one is cut off and comes back at its position, one arrives at the end: all see the same."""
    thread = store.write_now(open_thread)
    people = new_cast(arena)
    speaker = Speaker(arena.app.state.store, people, thread)
    async with AsyncExitStack() as lines:
        speaker.talks = [await lines.enter_async_context(Talk(arena, someone)) for someone in people]
        steady, restless, newcomer = (Talk(arena, arena.visitor()) for _ in range(3))
        for talk in (steady, restless):
            await lines.enter_async_context(talk)
            await talk.follow(thread)
        for step, line in [(FIRST, "stay"), *steps]:
            if line == "cut" and not restless.gone:
                restless.cut()
                await restless.until(t="gone")
            await speaker.carry_out(step)
            if line == "back":
                await come_back(restless, thread)
            await steady.reached(thread, head_of(store, thread))
            assert steady.view == fetched(store, thread), f"after {step}"
        await come_back(restless, thread)
        await lines.enter_async_context(newcomer)
        await newcomer.follow(thread)
        for talk in (restless, newcomer):
            await talk.reached(thread, head_of(store, thread))
            assert talk.view == steady.view


async def come_back(talk: Talk, thread: int) -> None:
    """Connect again where the line was cut, and go on from the position reached."""
    if talk.gone:
        await talk.open()
        await talk.follow(thread, after=talk.pos[thread])


def cast_of(arena: Arena) -> list[Someone]:
    """The same people for every example: making new ones takes longer than the law."""
    if not hasattr(arena, "cast"):
        arena.cast = new_cast(arena)
    return arena.cast


def new_cast(arena: Arena) -> list[Someone]:
    """Some people; the first one may also speak for an administration."""
    return [arena.member("administration")[0], *(arena.person() for _ in range(PEOPLE - 1))]


def head_of(store: Store, thread: int) -> int:
    """The thread's newest number."""
    return store.read_now(heads, [thread])[thread]
