"""What a page needs to show a thread, with or without scripts."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from arena.errors import Missing
from arena.threads.hide import GROUNDS
from arena.threads.icons import ICONS
from arena.threads.item import ITEMS, Item, items_of
from arena.threads.marks.model import ANSWER, DECISION
from arena.threads.marks.offices import OFFICES
from arena.threads.model import CONTRIBUTION, Post
from arena.threads.moved import present
from arena.threads.named import Answered, Who
from arena.threads.outcome import Mark, Poll, Question
from arena.threads.slow import PACES
from arena.words import Words, words_in

SAID = (
    "sending",
    "waiting",
    "failed",
    "slow_until",
    "off",
    "over",
    "answers",
    "gone",
    "here",
    "many",
    "live",
    "slowly",
    "typing",
    "newer",
)

POLL_WORDS = ("votes", "voters", "one", "several", "later", "ends", "over", "vote", "change", "choose", "voted")

# Every part of an item at once: the pattern that scripts fill or thin out.
BLANK = Item(
    id=0,
    born=0,
    rev=0,
    kind=CONTRIBUTION,
    state="visible",
    at=datetime(2000, 1, 1, tzinfo=UTC),
    no=0,
    person=Who(0, "?"),
    actor=Who(-1, "?"),
    edited=datetime(2000, 1, 1, tzinfo=UTC),
    reply=Answered(0, 0, "?"),
    question=Question("answered", Answered(0, 0, "?")),
    mark=Mark("answer", Who(0, "?"), Who(-1, "?"), "asker", "?"),
    poll=Poll(["?"], 0, [0]),
    text={"de": "", "en": ""},
    to="/",
)

GAP = ("earlier", "later", "between", "some", "loaded")


def live_words(lang: str) -> dict[str, Any]:
    """The few messages a script says itself, with their places still open, and the icons of notes."""
    words = words_in(lang)
    said = {name: words.raw(f"threads.live.{name}") for name in SAID}
    gone = {state: words.t(f"threads.post.{state}") for state in ("deleted", "hidden", "moved", "talk")}
    found = {state: words.t(f"threads.question.{state}") for state in ("open", "answered")}
    found |= {kind: words.t(f"threads.mark.{kind}") for kind in (ANSWER, DECISION)}
    found |= {office: words.t(f"threads.office.{office}") for office in OFFICES}
    return (
        said
        | gone
        | found
        | {
            "icons": ICONS,
            "slow": {str(pace): words.t(f"threads.slow.{pace}") for pace in PACES},
            "gap": {name: words.raw(f"threads.gap.{name}") for name in GAP},
            "unread": words.raw("threads.bar.unread"),
            "label": words.raw("threads.post.label"),
            "rev": words.raw("threads.post.rev"),
            "for": words.raw("layout.byline.for"),
            "answer_in": words.raw("threads.question.answer"),
            "poll": {name: words.raw(f"threads.poll.{name}") for name in POLL_WORDS} | _unvoted(words),
            "summary": {name: words.raw(f"threads.summary.{name}") for name in ("covers", "since", "by")},
            "why": words.raw("threads.mark.why"),
            "quoted": words.raw("threads.post.quoted"),
            "ground": {ground: words.t(f"threads.ground.{ground}") for ground in GROUNDS},
            "by": words.raw("threads.post.hidden_by"),
            "more": words.t("threads.post.hidden_more"),
        }
    )


def _unvoted(words: Words) -> dict[str, str]:
    return {"unvoted": words.t("threads.unvote.done")}


def contribution(db: Connection, post_id: int) -> tuple[int, Item, str]:
    """A visible contribution of a public thread, wherever it is now: the thread, the item, its Markdown; else 404."""
    shown = ITEMS.where(Post.no.is_not(None), Post.state == "visible")
    row = db.execute(shown.where(Post.id == post_id)).first()
    if row is None and (now := present(db, post_id)) != post_id:
        row = db.execute(shown.where(Post.id == now)).first()
    if row is None:
        raise Missing
    return row.thread_id, items_of(db, [row])[0], row.markdown
