"""What somebody types is never lost: reloads, other devices, and two drafts that differ."""

from playwright.async_api import Page, expect

from tests.people import Arena
from tests.walks.talking import heard, post, sit_down, speak
from tests.walks.walker import Walkers

DRAFTS = """() => Object.keys(localStorage).filter((name) => name.startsWith("arena-draft:")).length"""


async def _typed(page: Page, text: str) -> None:
    box = page.get_by_label("Ihr Beitrag")
    await box.fill("")
    await box.press_sequentially(text)


async def _kept(page: Page) -> None:
    """Leave the field and wait until the server has the draft."""
    async with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        await page.get_by_label("Ihr Beitrag").blur()


async def test_what_was_typed_is_there_after_a_reload_and_gone_once_it_was_said(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    here = await sit_down(await walk(arena.person()), thread)
    await _typed(here, "Ich denke noch")
    await here.reload()
    box = here.get_by_label("Ihr Beitrag")
    await expect(box).to_have_value("Ich denke noch")
    await expect(here.get_by_text("Ihr Entwurf ist wieder da")).to_be_visible()
    async with here.expect_response(lambda answer: answer.url.endswith("/draft")):
        await speak(here, "Fertig gedacht")
        await heard(here, "Fertig gedacht")
    await here.reload()
    await expect(box).to_have_value("")
    await expect(here.get_by_text("Ihr Entwurf ist wieder da")).to_be_hidden()


async def test_a_draft_follows_the_person_to_another_device_and_two_are_both_kept(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira = arena.person()
    phone, desk = await walk(mira), await walk(mira)
    here = await sit_down(phone, thread)
    await _typed(here, "Vom Telefon")
    await _kept(here)
    there = await sit_down(desk, thread)
    await expect(there.get_by_label("Ihr Beitrag")).to_have_value("Vom Telefon")
    await _typed(here, "Vom Telefon, länger")
    await _kept(here)
    await _typed(there, "Vom Schreibtisch")
    await _kept(there)
    await expect(there.get_by_text("Von einem anderen Gerät: „Vom Telefon, länger“")).to_be_visible()
    await expect(there.get_by_label("Ihr Beitrag")).to_have_value("Vom Schreibtisch")
    await there.get_by_role("button", name="Diesen nehmen").click()
    await expect(there.get_by_label("Ihr Beitrag")).to_have_value("Vom Telefon, länger")
    await expect(there.get_by_text("Auf diesem Gerät steht noch: „Vom Schreibtisch“")).to_be_visible()
    await there.get_by_role("button", name="Verwerfen").click()
    await expect(there.get_by_text("Vom Schreibtisch")).to_be_hidden()


async def test_a_change_that_was_begun_is_there_again(walk: Walkers, arena: Arena, thread: int) -> None:
    walker = await walk(arena.person())
    here = await sit_down(walker, thread)
    await speak(here, "Erste Fassung")
    await heard(here, "Erste Fassung")
    await here.get_by_role("link", name="Ändern").click()
    await _typed(here, "Zweite Fass")
    await _kept(here)  # what is still on its way when the page goes could arrive after what comes next
    await here.reload()
    await expect(here.get_by_label("Ihr Beitrag")).to_have_value("Zweite Fass")
    async with here.expect_response(lambda answer: answer.url.endswith("/draft")):
        await here.get_by_role("button", name="Verwerfen").click()
    await expect(here.get_by_label("Ihr Beitrag")).to_have_value("Erste Fassung")
    await here.reload()
    await expect(here.get_by_label("Ihr Beitrag")).to_have_value("Erste Fassung")


async def test_a_draft_that_was_thrown_away_does_not_come_back_before_the_server_heard_of_it(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    walker = await walk(arena.person())
    walker.watch.expect("draft", "ERR_FAILED")
    here = await sit_down(walker, thread)
    box = here.get_by_label("Ihr Beitrag")
    await _typed(here, "Lieber nicht")
    await _kept(here)
    await here.reload()
    await expect(here.get_by_text("Ihr Entwurf ist wieder da")).to_be_visible()
    await here.route("**/draft", lambda route: route.abort())
    await here.get_by_role("button", name="Verwerfen").click()
    await here.unroute("**/draft")
    await here.reload()
    await expect(box).to_have_value("")
    await expect(here.get_by_text("Ihr Entwurf ist wieder da")).to_be_hidden()


async def test_what_is_refused_comes_back_as_it_was_with_its_tick_and_whom_it_answers(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    here = await sit_down(await walk(arena.person("Merle Adler")), thread)
    await speak(here, "Wir haben einen Saal")
    await heard(here, "Wir haben einen Saal")
    await post(here, "einen Saal").get_by_role("link", name="Antworten").click()
    await here.get_by_label("Das ist eine Frage").check()
    box, long = here.get_by_label("Ihr Beitrag"), "Wie groß? " * 401
    await box.evaluate("(box) => box.removeAttribute('maxlength')")
    await speak(here, long)
    await expect(box).to_have_value(long.strip())
    await expect(here.get_by_label("Das ist eine Frage")).to_be_checked()
    await expect(here.locator("#composer-reply-words")).to_have_text("Antwort an Merle Adler")
    await speak(here, "Wie groß?")
    await expect(post(here, "Wie groß?").locator("[data-s=question]")).to_have_text("Offene Frage")
    await expect(post(here, "Wie groß?").locator("[data-s=quote]")).to_have_text("Antwort an Merle Adler")


async def test_signing_out_leaves_no_draft_on_the_device(walk: Walkers, arena: Arena, thread: int) -> None:
    here = await sit_down(await walk(arena.person()), thread)
    await _typed(here, "Nur für mich")
    assert await here.evaluate(DRAFTS) == 1
    await here.locator(".site-nav details.drop").filter(has_text="Abmelden").locator("summary").click()
    await here.locator(".site-nav").get_by_role("button", name="Abmelden").click()
    await expect(here.get_by_role("status").filter(has_text="abgemeldet")).to_be_visible()
    assert await here.evaluate(DRAFTS) == 0
