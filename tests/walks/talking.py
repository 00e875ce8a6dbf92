"""What people do in a thread: wait for the line, speak, answer, react, and look at what they see."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.walks.walker import Walker

# The timeline as it stands in the page: whitespace evened, unread mark and open bubbles left out.
SEEN = """() => [...document.querySelectorAll("#timeline > li:not(.unread):not(.post-sending)")].map((li) => {
  const tell = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent.replace(/\\s+/g, " ");
    const said = [...node.attributes].map(({ name, value }) => `${name}="${value}"`).sort().join(" ");
    const name = node.localName;
    return `<${name} ${said}>${[...node.childNodes].map(tell).join("")}</${name}>`.replace(/> </g, "><");
  };
  return tell(li);
})"""
CHOOSE = """(post) => getSelection().selectAllChildren(post.querySelector("[data-s=text] strong"))"""


async def sit_down(walker: Walker, thread: int, lang: str = "de") -> Page:
    """Open a thread and wait until it is live."""
    page = await walker.open(f"/{lang}/threads/{thread}")
    await live(page)
    return page


async def live(page: Page) -> None:
    """Wait until the page is connected."""
    await expect(page.locator("#presence")).to_be_visible()
    await expect(page.locator("#presence")).not_to_have_class(re.compile("live-off"))


async def speak(page: Page, text: str) -> None:
    """Say something."""
    await page.get_by_label("Ihr Beitrag").fill(text)
    await page.get_by_role("button", name="Beitragen").click()


def post(page: Page, text: str) -> Locator:
    """The contribution with these words, as others see it too."""
    return page.locator("#timeline > li.post[data-no]").filter(has_text=text)


async def heard(page: Page, *texts: str) -> None:
    """Wait until each of these contributions is there, exactly once."""
    for text in texts:
        await expect(post(page, text)).to_have_count(1)


async def said(page: Page) -> list[str]:
    """The words of every contribution, in order."""
    return [text.strip() for text in await page.locator("#timeline [data-s=text]").all_inner_texts()]


async def seen(page: Page) -> Any:
    """The whole timeline as the page shows it."""
    return await page.evaluate(SEEN)


async def seen_anew(page: Page) -> Any:
    """The timeline after loading the page again."""
    await page.reload()
    return await seen(page)
