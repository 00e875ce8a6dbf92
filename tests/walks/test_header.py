"""Walk: the head of every page is one row, in each language and at each width, for visitors and for long names."""

import pytest

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
    long = arena.person("Prof. Dr. Wilhelmina-Alexandra Schmidt-Rottenberg")
    for someone in (None, long):
        page = await (await walk(someone)).open(f"/{lang}/organisations")
        for width in (320, 360, 768, 1216, 1279, 1280, 1366, 1439, 1440, 1920):
            await page.set_viewport_size({"width": width, "height": 700})
            apart, over = await page.evaluate(ROW)
            assert apart < 4, (lang, width, someone)
            assert over <= 0, (lang, width, someone)
