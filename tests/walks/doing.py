"""What people do on pages, with or without scripts: sign up, post, join, answer an offer."""

from itertools import count

from playwright.async_api import Page, expect

from tests.walks.walker import Walker

_numbers = count(1)


async def told(page: Page, sentence: str) -> None:
    """The page says that it is done."""
    await expect(page.locator("#toasts")).to_contain_text(sentence)


async def read_mail(page: Page, address: str) -> None:
    """Open the link of the newest mail to an address; it may take a moment to arrive."""
    letter = page.locator("article.panel").filter(has_text=address).first
    for _ in range(50):
        if await letter.count():
            break
        await page.wait_for_timeout(200)
        await page.reload()
    await letter.locator(".letter a").click()


async def sign_up(walker: Walker, name: str) -> str:
    """Sign up from whatever page is open, by the link of the mail; returns the address."""
    page, address = walker.page, f"walk{next(_numbers)}@example.org"
    await page.get_by_label("Name", exact=True).fill(name)
    await page.get_by_label("E-Mail-Adresse").fill(address)
    await page.get_by_role("button", name="Konto anlegen").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bitte sehen Sie in Ihr Postfach")
    await page.get_by_role("link", name="Zum Postfach").click()
    await read_mail(page, address)
    await page.get_by_role("button", name="Konto bestätigen").click()
    await expect(page.locator(".site-nav summary")).to_have_text(name)
    return address


async def fill_idea(page: Page, title: str, summary: str = "Schatten für alle, die ihn brauchen.") -> None:
    """Write an idea that may be published."""
    await expect(page.get_by_role("heading", level=1)).to_have_text("Idee einbringen")
    await page.get_by_role("radio", name="Idee", exact=True).check()
    await page.get_by_label("Titel", exact=True).fill(title)
    await page.get_by_label("In zwei Sätzen").fill(summary)
    await page.get_by_role("checkbox", name="Lebenswerte Stadtentwicklung").check()


async def post(page: Page, title: str) -> None:
    """Post an idea from its form."""
    await fill_idea(page, title)
    await page.get_by_role("button", name="Veröffentlichen").click()
    await told(page, "Ihre Idee ist veröffentlicht")


async def offer(page: Page, what: str) -> None:
    """Offer to take part, from the form of an idea."""
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mitmachen")
    await page.get_by_role("radio", name="Beitragen").check()
    await page.get_by_label("Was bringen Sie ein?").fill(what)
    await page.get_by_role("button", name="Angebot abgeben").click()
    await told(page, "Danke! Das ist eingetragen.")


async def accept(page: Page, who: str) -> None:
    """Accept somebody's offer, from the page of the idea."""
    await page.get_by_role("link", name=f"Angebot von {who} beantworten").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Angebot von {who}")
    if not await page.get_by_role("button", name="Annehmen", exact=True).is_visible():
        await page.locator("summary").filter(has_text="Annehmen").first.click()
    await page.get_by_label("Ein Satz dazu").first.fill("Sehr gern!")
    await page.get_by_role("button", name="Annehmen", exact=True).click()
    await told(page, "Willkommen im Team!")
