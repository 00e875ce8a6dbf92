"""Walks: carriers name a thread anew with a form; open pages say the new name at once, as they will after a reload."""

from playwright.async_api import expect

from arena.ideas.open_thread import Opening, open_thread
from tests.ideas.posted import post
from tests.people import Arena
from tests.walks.talking import live, seen, seen_anew
from tests.walks.walker import Walkers

BEFORE = Opening("questions", "Wer haftet?", "Hier klären wir die Haftung.")
NAME, PURPOSE = "Kosten & <Folgen> $& $1", "Hier geht es ums Geld."


async def test_a_new_name_reaches_whoever_reads_and_the_old_address_leads_there(walk: Walkers, arena: Arena) -> None:
    carrier = arena.person("Ruth Kern")
    idea = await post(carrier)
    thread = await arena.store.write(open_thread, carrier.voice, idea, BEFORE)
    reader, outside = await walk(arena.person()), await walk()
    pages = [await one.open(f"/de/threads/{thread}") for one in (reader, outside)]
    for page in pages:
        await live(page)
    old = reader.path

    form = await (await walk(carrier, java_script_enabled=False)).open(f"/de/ideas/{idea}/threads/{thread}/steer")
    await form.get_by_role("textbox", name="Name").fill(NAME)
    await form.get_by_label("Wozu dient es?").fill(PURPOSE)
    await form.get_by_role("button", name="Umbenennen").click()
    await expect(form.get_by_role("heading", level=1)).to_have_text(NAME)

    for page in pages:
        for _ in ("live", "loaded anew"):
            await expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
            await expect(page.locator("#thread-purpose")).to_have_text(PURPOSE)
            await expect(page.locator("#threads [aria-current]")).to_contain_text(NAME)
            assert (await page.title()).startswith(f"{NAME} – ")
            await expect(page.locator("#timeline .note")).to_contain_text("Aus „Wer haftet?“ wurde")
            assert await seen(page) == await seen_anew(page)
    assert reader.path != old
    await reader.open(old)
    await expect(reader.page.get_by_role("heading", level=1)).to_have_text(NAME)
