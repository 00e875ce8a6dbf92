"""Talking about an idea is activity: it stands first among the active ones at once."""

import re

from tests.ideas.posted import page_of, post, seen
from tests.people import Arena


async def test_a_contribution_moves_its_idea_to_the_front(arena: Arena) -> None:
    author, other = arena.person(), arena.person()
    talked_of = await post(author, title="Der Platz, über den gesprochen wird")
    await post(author, title="Der Platz, über den niemand spricht")
    thread = re.findall(r'data-thread="(\d+)"', (await page_of(author, talked_of)).text)[0]
    sent = await other.post(
        f"/de/threads/{thread}/posts", {"markdown": "Ich war heute dort.", "client_key": "touching"}
    )
    assert sent.status_code == 303
    shown = seen(await arena.visitor().get("/de/ideas?sort=active"))
    assert shown.index("über den gesprochen wird") < shown.index("über den niemand spricht")
