"""The boxes of an idea's page by themselves: as on the page, each reader's own, one answer for many visitors."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Select, event, select, update

from arena.ideas.model import Idea
from arena.store import Store, Tx
from arena.threads.model import Thread
from tests.growing.together import co_carrier, joined, propose
from tests.ideas.posted import draft, page_of, post
from tests.ideas.test_list_cost import statements
from tests.people import Arena

NAMES = ["state", "answer", "hearts", "join", "measure", "stage", "needs", "team", "grown", "sheet", "more", "count"]
BOX = re.compile(r'<div class="box" data-box="(\w+)">')


def _boxes(html: str) -> dict[str, str]:
    """The source of each box, up to where the next one begins or what stands around it ends."""
    parts = BOX.split(html)[1:]
    return {name: _whole(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def _whole(text: str) -> str:
    depth = 1
    for tag in re.finditer(r"<(/?)div\b", text):
        depth += -1 if tag[1] else 1
        if not depth:
            return text[: tag.start()]
    raise AssertionError(text)


@contextmanager
def _asked(idea_id: int) -> Iterator[list[str]]:
    """How often an idea is read meanwhile, for whomever."""
    found: list[str] = []

    def note(_: Connection, cursor: Any, statement: str, facts: Any, context: Any, many: bool) -> None:
        if "idea.summary" in statement and idea_id in (facts.values() if isinstance(facts, dict) else facts):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_they_are_those_of_the_page_for_everybody(arena: Arena) -> None:
    author, helper, fan = arena.person(), arena.person(), arena.person()
    idea_id, other = await post(author), await post(arena.person())
    await co_carrier(arena, author, idea_id)
    await joined(author, idea_id, helper)
    await fan.post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    await propose(author, idea_id, other)
    for someone in (author, helper, fan, arena.member("administration")[0], arena.visitor()):
        for lang in ("de", "en"):
            alone = await someone.get(f"/{lang}/ideas/{idea_id}/boxes")
            assert alone.status_code == 200
            assert list(_boxes(alone.text)) == NAMES
            assert _boxes(alone.text) == _boxes((await page_of(someone, idea_id, lang)).text)
            assert "<html" not in alone.text
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Vorbei."})).status_code == 303
    assert "Vorbei." in _boxes((await arena.visitor().get(f"/de/ideas/{idea_id}/boxes")).text)["state"]


async def test_nobody_sees_the_boxes_of_what_they_do_not_see(arena: Arena) -> None:
    author = arena.person()
    drafted = await draft(author)
    for someone in (author, arena.person(), arena.visitor()):
        assert (await someone.get(f"/de/ideas/{drafted}/boxes")).status_code == 404
        assert (await someone.get("/de/ideas/999999999/boxes")).status_code == 404
    idea_id = await post(author)
    for odd, status in (("x", 400), ("-1", 400), ("9" * 20, 400), ("999999", 404)):
        assert (await arena.visitor().get(f"/de/ideas/{idea_id}/boxes?after={odd}")).status_code == status


async def test_a_persons_boxes_are_theirs_and_visitors_share_one_answer(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    seq = await store.read(lambda db: db.execute(_seq(idea_id)).scalar_one())
    path = f"/de/ideas/{idea_id}/boxes?after={seq}"
    mine = await author.get(path)
    assert mine.headers["cache-control"] == "private, no-cache"
    assert "Cookie" in mine.headers["vary"]
    assert f"/ideas/{idea_id}/withdraw" in mine.text
    with _asked(idea_id) as asked:
        first = await arena.visitor().get(path)
    assert asked  # what is counted below is seen at all
    assert "private" not in first.headers["cache-control"]
    assert f"/ideas/{idea_id}/withdraw" not in first.text
    with _asked(idea_id) as asked:
        for _ in range(50):
            assert (await arena.visitor().get(path)).text == first.text
    # Kept for a moment: of fifty readers who heard of one change at most one in a few seconds asks the store.
    assert len(asked) < 10, asked
    known = await arena.visitor().get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert f"/ideas/{idea_id}/withdraw" in (await author.get(path)).text


async def test_what_never_happened_is_not_kept_under_what_will(arena: Arena, store: Store) -> None:
    author, helper = arena.person(), arena.person("Zita Zukunft")
    idea_id = await post(author)
    seq = await store.read(lambda db: db.execute(_seq(idea_id)).scalar_one())
    for ahead in range(1, 4):
        assert (await arena.visitor().get(f"/de/ideas/{idea_id}/boxes?after={seq + ahead}")).status_code == 404
    await joined(author, idea_id, helper)
    assert "Zita Zukunft" in (await arena.visitor().get(f"/de/ideas/{idea_id}/boxes?after={seq + 2}")).text


async def test_they_cost_less_than_the_page(arena: Arena, store: Store) -> None:
    reader = arena.person()
    idea_id = await post(arena.person())
    await reader.get(f"/de/ideas/{idea_id}/boxes")
    with statements() as asked:
        assert (await reader.get(f"/de/ideas/{idea_id}/boxes")).status_code == 200
    assert len(asked) <= 8, asked

    def hide(tx: Tx) -> None:
        tx.db.execute(update(Idea).where(Idea.id == idea_id).values(state="draft"))

    await store.write(hide)
    assert (await reader.get(f"/de/ideas/{idea_id}/boxes")).status_code == 404


def _seq(idea_id: int) -> Select[tuple[int]]:
    return select(Thread.seq).join(Idea, Idea.thread_id == Thread.id).where(Idea.id == idea_id)
