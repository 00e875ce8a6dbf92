"""Walks: everything a person can do works without JavaScript."""

from playwright.async_api import expect

from tests.people import Arena
from tests.walks.doing import accept, fill_idea, offer, post, read_mail, sign_up, told
from tests.walks.talking import post as contribution
from tests.walks.talking import said
from tests.walks.walker import Walker, Walkers


async def _plain(walk: Walkers, someone: object = None) -> Walker:
    return await walk(someone, java_script_enabled=False)  # type: ignore[arg-type]


async def test_signing_up_signing_out_and_in_again_by_mail(walk: Walkers) -> None:
    walker = await _plain(walk)
    page = await walker.open("/de/sign-up?next=/de/ideas")
    address = await sign_up(walker, "Nele Ohneskript")
    assert walker.path.startswith("/de/ideas")
    await page.locator(".site-nav summary").click()
    await page.locator(".site-nav").get_by_role("button", name="Abmelden").click()
    await told(page, "Sie sind abgemeldet.")

    await page.locator(".site-nav").get_by_role("link", name="Anmelden").click()
    await page.get_by_label("E-Mail-Adresse").fill(address)
    await page.get_by_role("button", name="Link per E-Mail schicken").click()
    await page.get_by_role("link", name="Zum Postfach").click()
    await read_mail(page, address)
    await page.get_by_role("button", name="Jetzt anmelden").click()
    await told(page, "Sie sind angemeldet.")
    await expect(page.locator(".site-nav summary")).to_have_text("Nele Ohneskript")


async def test_posting_with_preview_draft_and_publishing(walk: Walkers, arena: Arena) -> None:
    walker = await _plain(walk, arena.person("Ida"))
    page = await walker.open("/de/ideas/new")
    await fill_idea(page, "Kühle Säle an heißen Abenden")
    await page.locator("summary").filter(has_text="Ausführlicher Text").click()
    await page.get_by_label("Ihr Text").fill("Ein **kühler** Saal in jedem Kiez.")
    await page.locator("summary").filter(has_text="Was Sie brauchen").click()
    await page.locator("[name='needs.0.kind']").select_option(label="Raum")
    await page.locator("[name='needs.0.what']").fill("Ein Saal mit dicken Wänden")
    await page.get_by_role("button", name="Vorschau").click()
    preview = page.locator("#preview")
    await expect(preview.locator("strong").filter(has_text="kühler")).to_be_visible()
    await expect(preview).to_contain_text("Ein Saal mit dicken Wänden")
    await expect(page.locator("aside.beside")).to_contain_text("Kühle Abende: Säle öffnen")

    await page.get_by_role("button", name="Als Entwurf speichern").click()
    await told(page, "Der Entwurf ist gespeichert.")
    visitor = await _plain(walk)
    visitor.watch.expect("status of 404")
    hidden = await visitor.open(walker.path.partition("?")[0])
    await expect(hidden.get_by_text("Kühle Säle an heißen Abenden")).to_have_count(0)
    if "/edit" not in walker.path:
        await page.get_by_role("link", name="Weiter daran schreiben").first.click()
    await page.get_by_role("button", name="Veröffentlichen").click()
    await told(page, "Ihre Idee ist veröffentlicht")
    shown = await visitor.open(walker.path.partition("?")[0])
    await expect(shown.get_by_role("heading", level=1)).to_have_text("Kühle Säle an heißen Abenden")
    await expect(shown.locator(".side")).to_contain_text("Ein Saal mit dicken Wänden")


async def test_joining_and_being_accepted_supporting_and_following(walk: Walkers, arena: Arena) -> None:
    carrier, joiner = await _plain(walk, arena.person("Paula Kern")), await _plain(walk, arena.person("Omar Said"))
    await carrier.open("/de/ideas/new")
    await post(carrier.page, "Gießkannen zum Ausleihen")
    idea = carrier.path.partition("?")[0]

    page = await joiner.open(idea)
    await page.locator(".side-join").get_by_role("link", name="Mitmachen").click()
    await offer(page, "Zwei Gießkannen und Samstage")
    await carrier.open(idea)
    await accept(carrier.page, "Omar Said")

    await joiner.open(idea)
    await expect(page.locator("#team")).to_contain_text("Zwei Gießkannen und Samstage")
    await expect(page.locator("#timeline")).to_contain_text("Omar Said ist jetzt dabei (Beitragen)")
    support = page.locator(".idea-meta").get_by_role("button", name="Unterstützen")
    await support.click()
    await told(page, "Danke! Sie unterstützen diese Idee.")
    await expect(support).to_have_attribute("aria-pressed", "true")
    await support.click()
    await told(page, "Ihre Unterstützung ist zurückgenommen.")
    follow = page.locator(".idea-meta").get_by_role("button", name="Folgen")
    await expect(follow).to_have_attribute("aria-pressed", "true")  # whoever takes part follows
    await follow.click()
    await told(page, "Sie folgen dieser Idee nicht mehr.")
    await follow.click()
    await told(page, "Sie folgen dieser Idee. Das sieht niemand sonst.")
    await joiner.open("/de/ideas/mine")
    await expect(page.get_by_role("main")).to_contain_text("Gießkannen zum Ausleihen")


async def test_speaking_answering_reacting_amending_and_retracting(walk: Walkers, arena: Arena, thread: int) -> None:
    mira, jonas = await _plain(walk, arena.person("Mira")), await _plain(walk, arena.person("Jonas"))
    address = f"/de/threads/{thread}"
    here, there = await mira.open(address), await jonas.open(address)
    await here.get_by_label("Ihr Beitrag").fill("Am Montag?")
    await here.get_by_role("button", name="Beitragen").click()
    await expect(contribution(here, "Am Montag?")).to_have_count(1)

    await jonas.open(address)
    await contribution(there, "Am Montag?").get_by_role("link", name="Antworten").click()
    await expect(there.locator("#composer-reply")).to_have_text("Antwort an Mira")
    await there.get_by_label("Ihr Beitrag").fill("Montag passt")
    await there.get_by_role("button", name="Beitragen").click()
    await expect(contribution(there, "Montag passt").locator("[data-s=quote]")).to_have_text("Antwort an Mira")
    button = contribution(there, "Am Montag?").get_by_role("button", name="Dafür")
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "true")

    await mira.open(address)
    await expect(contribution(here, "Am Montag?").locator("[data-s=support]")).to_have_text("1")
    await contribution(here, "Am Montag?").get_by_role("link", name="Ändern").click()
    await expect(here.get_by_role("heading", level=1)).to_have_text("Beitrag ändern")
    await here.get_by_label("Ihr Beitrag").fill("Am Dienstag?")
    await here.get_by_role("button", name="Änderung speichern").click()
    await contribution(here, "Am Dienstag?").get_by_role("link", name="bearbeitet").click()
    await expect(here.locator("del")).to_contain_text("Montag")

    await jonas.open(address)
    await contribution(there, "Montag passt").get_by_role("link", name="Ändern").click()
    await there.get_by_role("button", name="Endgültig zurückziehen").click()
    await expect(there.locator("li.tombstone")).to_have_count(1)
    assert await said(there) == ["Am Dienstag?"]


async def test_searching_filtering_and_sorting(walk: Walkers) -> None:
    walker = await _plain(walk)
    page = await walker.open("/de/ideas")
    await page.get_by_role("searchbox").fill("Lastenräder")
    await page.get_by_role("button", name="Suchen").click()
    await expect(page.locator(".card").first).to_contain_text("Lastenr")
    found = await page.locator(".card").count()
    assert 0 < found < 10

    await walker.open("/de/ideas")
    link = page.locator(".rail").get_by_role("link", name="Lebenswerte Stadtentwicklung")
    wanted = int((await link.locator(".chip-count").inner_text()).strip())
    await link.click()
    await expect(page.locator(".card").first).to_contain_text("Lebenswerte Stadtentwicklung")
    assert await page.locator(".card").count() == wanted
    await page.get_by_role("link", name="Unterstützt").click()
    await expect(page.get_by_role("main")).to_contain_text("am meisten unterstützte zuerst")
    assert await page.locator(".card").count() == wanted
