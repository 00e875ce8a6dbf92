"""Walks: a page that is sent away again and again comes back later and later, one that lost its line soon."""

import pytest
from playwright.async_api import expect

from tests.people import Arena
from tests.walks.walker import Walkers

# A server that welcomes everybody and closes with this code; the longest dice; pauses that are noted, not waited for.
SENT_AWAY = """
Math.random = () => 1;
const later = window.setTimeout;
const pauses = [];
window.setTimeout = (work, ms, ...more) => {
  if (ms %% 500 !== 50) return later(work, ms, ...more);
  if (pauses.length > 7) return 0;
  pauses.push((ms - 50) / 1000);
  document.documentElement.dataset.pauses = pauses.join(" ");
  return later(work, 0);
};
window.WebSocket = class {
  static OPEN = 1;
  readyState = 1;
  constructor() {
    later(() => {
      this.onopen();
      this.onmessage({ data: JSON.stringify({ t: "welcome", hb: 25, limits: {} }) });
      this.onclose({ code: %d });
    });
  }
  send() {}
  close() {}
};
"""
GROWING, STEADY = "0.5 1 2 4 8 16 30 30", "0.5 0.5 0.5 0.5 0.5 0.5 0.5 0.5"


@pytest.mark.parametrize(("code", "pauses"), [(4108, GROWING), (4129, GROWING), (4200, STEADY), (1006, STEADY)])
async def test_the_page_keeps_the_rule_for_coming_back(
    walk: Walkers, arena: Arena, thread: int, code: int, pauses: str
) -> None:
    visitor = await walk(arena.visitor())
    await visitor.context.add_init_script(SENT_AWAY % code)
    page = await visitor.open(f"/de/threads/{thread}")
    await expect(page.locator("html")).to_have_attribute("data-pauses", pauses)
