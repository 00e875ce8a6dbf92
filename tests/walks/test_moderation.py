"""Walk: what is hidden and shown again looks live as it does after loading the page; reporting needs no script."""

from playwright.async_api import expect

from arena.moderation.decide import HIDE, RESTORE, Decision, decide
from tests.moderation.acting import moderator
from tests.people import Arena
from tests.walks.talking import post, seen, seen_anew, sit_down, speak
from tests.walks.walker import Walkers

WORDS = "Ihr seid **alle** unfähig"


async def test_hidden_and_shown_again_it_looks_the_same_live_and_loaded(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    author, mod = await walk(arena.person("Ruppert Rau")), moderator(arena, "Moni Ruhig")
    reader, visitor = await walk(arena.person("Lena Leise")), await walk()
    pages = [await sit_down(one, thread) for one in (author, reader, visitor)]
    await speak(pages[0], WORDS)
    said = [post(page, "Ihr seid alle unfähig") for page in pages]
    for one in said:
        await expect(one).to_have_count(1)
    number = int(await said[1].get_attribute("data-id") or 0)
    quoting = {"markdown": "Das stimmt nicht", "reply_to": str(number), "quote": "alle", "client_key": "quoted-live"}
    assert (await reader.someone.post(f"/de/threads/{thread}/posts", quoting)).status_code == 303
    for page in pages:
        await expect(page.locator("#post-2")).to_contain_text("„alle“")
    for one, links in zip(said, (0, 1, 1), strict=True):
        await expect(one.get_by_role("link", name="Melden")).to_have_count(links)
    store = arena.app.state.store
    await store.write(decide, mod.voice, "", number, Decision(HIDE, "insult", "Bitte ohne <Herabsetzung>."))
    for page in pages:
        await expect(page.locator("#post-1")).to_contain_text("verborgen (Beleidigung oder Hass): Bitte ohne <Herab")
        await expect(page.locator("#post-2")).not_to_contain_text("„alle“")
        live = await seen(page)
        assert live == await seen_anew(page)
        assert "unfähig" not in await page.content()
    await pages[0].get_by_role("link", name="Mehr dazu").click()
    await expect(pages[0].get_by_role("main")).to_contain_text("Ihr seid alle unfähig")
    pages = [await sit_down(one, thread) for one in (author, reader, visitor)]
    await store.write(decide, mod.voice, "", number, Decision(RESTORE, "insult", "Es war ein Zitat."))
    for page in pages:
        await expect(page.locator("#post-1")).to_contain_text("Ihr seid alle unfähig")
        await expect(page.locator("#post-2")).to_contain_text("„alle“")
        live = await seen(page)
        assert live == await seen_anew(page)


async def test_a_visitor_reports_and_a_moderator_decides_without_scripts(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    author, mod = arena.person(), moderator(arena)
    said = {"markdown": "Kauft meine Uhren", "client_key": "advertised-here"}
    assert (await author.post(f"/de/threads/{thread}/posts", said)).status_code == 303
    visitor, decider = await walk(java_script_enabled=False), await walk(mod, java_script_enabled=False)
    visitor.watch.expect("status of 422")
    page = await visitor.open(f"/de/threads/{thread}")
    await page.get_by_role("link", name="Melden", exact=True).click()
    await page.get_by_label("In Ihren Worten").fill("Reine Werbung")
    await page.get_by_role("button", name="Melden", exact=True).click()
    await expect(page.locator("#errors")).to_contain_text("Bitte wählen Sie etwas aus.")
    await page.get_by_role("radio", name="Werbung oder Spam").check()
    await page.get_by_role("button", name="Melden", exact=True).click()
    await expect(page.get_by_role("main")).to_contain_text("Ihre Meldung ist angekommen")
    await expect(page.get_by_role("main")).to_contain_text("Reine Werbung")
    desk = await decider.open("/de/moderation")
    await desk.locator("li", has_text="Reine Werbung").first.get_by_role("link").first.click()
    await desk.get_by_role("radio", name="Beitrag verbergen").check()
    await desk.get_by_label("Begründung in einem Satz").fill("Hier geht es um Ideen.")
    await desk.get_by_role("button", name="Entscheiden").click()
    await expect(desk.locator("#toasts")).to_contain_text("Der Beitrag ist verborgen.")
    await page.reload()
    await expect(page.get_by_role("main")).to_contain_text("Der Beitrag wurde verborgen: „Hier geht es um Ideen.“")
