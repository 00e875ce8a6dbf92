"""The public log: what was done and why, paged by key; never the words nor whose; only added to."""

import re

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from arena.moderation.log import PAGE
from arena.moderation.model import ModerationAct
from tests.moderation.acting import SECRET, WHY, acts, decide, insulted, moderator, report
from tests.people import Arena

ENTRY = re.compile(r'id="act-(\d+)"')


async def test_visitors_read_what_was_done_and_nothing_of_whom(arena: Arena) -> None:
    author, mod = arena.person("Grob Ian"), moderator(arena, "Moni Ruhig")
    _, number = await insulted(arena, author)
    await report(arena.person("Petra Petze"), number, words="Petze sagt")
    await decide(mod, number)
    (act,) = await arena.store.read(acts, number)
    visitor = arena.visitor()
    assert 'href="/de/moderation/log"' in (await visitor.get("/de/ideas")).text
    for lang, words in (("de", "Beleidigung oder Hass"), ("en", "Insult or hatred"), ("ls", "Beleidigung oder Hass")):
        for page in ("log", f"acts/{act.id}"):
            shown = (await visitor.get(f"/{lang}/moderation/{page}")).text
            for seen in (words, WHY, "Moni Ruhig", f"/{lang}/threads/{act.thread_id}?no=1#post-1"):
                assert seen in shown, (page, seen)
            for unseen in (SECRET, "Grob Ian", "Petra Petze", "Petze sagt"):
                assert unseen not in shown, (page, unseen)
    place = await visitor.follow(f"/de/threads/{act.thread_id}?no=1")
    assert f"/de/moderation/acts/{act.id}" in place.text
    assert (await visitor.get("/de/moderation/acts/999999")).status_code == 404


async def test_the_log_is_paged_by_key_without_gap_or_doubling(arena: Arena) -> None:
    mod = moderator(arena)
    _, number = await insulted(arena, arena.person())
    for turn in range(PAGE // 2 + 1):
        for kind in ("hide", "restore"):
            assert (await decide(mod, number, kind, reason=f"{kind} {turn}")).status_code == 303
            mod = moderator(arena)
    found: list[int] = []
    address = "/de/moderation/log"
    while address:
        page = (await arena.visitor().get(address)).text
        found += map(int, ENTRY.findall(page))
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older[1] if older else ""
    mine = [act.id for act in await arena.store.read(acts, number)]
    assert found == sorted(set(found), reverse=True)
    assert set(mine) <= set(found)


@pytest.mark.parametrize("change", [update(ModerationAct).values(reason="anders"), delete(ModerationAct)])
async def test_what_stands_in_the_log_cannot_be_changed(arena: Arena, change: object) -> None:
    _, number = await insulted(arena, arena.person())
    await decide(moderator(arena), number)
    with pytest.raises(DatabaseError):
        arena.store.write_now(lambda tx: tx.db.execute(change))  # type: ignore[call-overload]
    (act,) = await arena.store.read(acts, number)
    assert act.reason == WHY
