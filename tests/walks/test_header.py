"""Walk: the head of every page is one row, in each language and at each width, for visitors and for long names
to whom much is new."""

import pytest

from tests.ideas.posted import post
from tests.people import Arena
from tests.walks.walker import Walkers

ROW = """() => {
  const shown = [...document.querySelectorAll(".site-header .wide > *, .site-nav > ul > li > *, .corner > *")]
    .filter((one) => one.checkVisibility());
  const middles = shown.map((one) => { const box = one.getBoundingClientRect(); return (box.top + box.bottom) / 2; });
  return [Math.max(...middles) - Math.min(...middles), document.documentElement.scrollWidth - innerWidth];
}"""


@pytest.mark.parametrize("lang", ["de", "en", "ls"])
async def test_the_head_is_one_row_at_every_width(walk: Walkers, arena: Arena, lang: str) -> None:
    author, long = arena.person(), arena.person("Prof. Dr. Wilhelmina-Alexandra Schmidt-Rottenberg")
    idea_id = await post(author)
    await long.post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Es läuft schon."})
    for someone in (None, long):
        page = await (await walk(someone)).open(f"/{lang}/organisations")
        numbers = page.locator("summary .badge [aria-hidden]")
        assert await numbers.all_text_contents() == (["2", "2"] if someone else [])
        await numbers.evaluate_all("(all) => all.forEach((one) => { one.textContent = '99+'; })")
        for width in (320, 360, 768, 1216, 1279, 1280, 1366, 1439, 1440, 1920):
            await page.set_viewport_size({"width": width, "height": 700})
            apart, over = await page.evaluate(ROW)
            assert apart < 4, (lang, width, someone)
            assert over <= 0, (lang, width, someone)
