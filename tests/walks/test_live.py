"""Walks: people in several browsers talk live."""

import re

from playwright.async_api import expect

from tests.people import Arena
from tests.walks.talking import CHOOSE, heard, live, post, said, seen, seen_anew, sit_down, speak
from tests.walks.walker import Walkers


async def test_two_people_talk_and_both_pages_show_what_a_reload_shows(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira, jonas = await walk(arena.person("Mira Adler")), await walk(arena.person("Jonas Weil"))
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)

    await speak(here, "Wir brauchen **Schatten** am Platz")
    await heard(there, "Schatten am Platz")
    await post(there, "Schatten am Platz").evaluate(CHOOSE)
    await post(there, "Schatten am Platz").get_by_role("link", name="Antworten").click()
    await expect(there.locator("#composer-reply-words")).to_have_text("Antwort an Mira Adler: „Schatten“")
    await speak(there, "Dann fragen wir @Mira Adler nach Bäumen")
    answer = post(here, "nach Bäumen")
    await expect(answer.locator("[data-s=quote]")).to_have_text("Antwort an Mira Adler: „Schatten“")
    await expect(answer.locator("a.mention")).to_have_attribute("href", f"/de/actors/{mira.someone.id}")

    await answer.get_by_role("button", name="Dafür").click()
    await expect(post(there, "nach Bäumen").locator("[data-s=support]")).to_have_text("1")
    await expect(answer.get_by_role("button", name="Dafür")).to_have_attribute("aria-pressed", "true")
    await answer.get_by_role("button", name="Kann helfen").click()
    await expect(post(there, "nach Bäumen").locator("[data-s=help]")).to_have_text("1")
    await answer.get_by_role("button", name="Dafür").click()
    await expect(post(there, "nach Bäumen").locator("[data-s=support]")).to_have_text("")
    await expect(answer).to_have_attribute("data-rev", "4")  # three presses, heard here as well

    live_here, live_there = await seen(here), await seen(there)
    assert live_there == await seen_anew(there)
    assert live_here == await seen_anew(here)


async def test_a_change_and_a_retraction_arrive_in_the_other_browser(walk: Walkers, arena: Arena, thread: int) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person())
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    await speak(here, "Treffen am Montag")
    await heard(there, "Treffen am Montag")

    await post(here, "Montag").get_by_role("link", name="Ändern").click()
    await here.wait_for_url("**/edit?**")
    await here.get_by_label("Ihr Beitrag").fill("Treffen am Dienstag")
    await here.get_by_role("button", name="Änderung speichern").click()
    await heard(there, "Treffen am Dienstag")
    await expect(post(there, "Dienstag").get_by_role("link", name="bearbeitet")).to_be_visible()
    assert await seen(there) == await seen_anew(there)
    await live(there)

    await post(here, "Dienstag").get_by_role("link", name="Ändern").click()
    await here.get_by_role("button", name="Endgültig zurückziehen").click()
    await expect(there.locator("li.tombstone")).to_have_text("Dieser Beitrag wurde zurückgezogen.")
    assert "Dienstag" not in await there.content()
    assert await seen(there) == await seen_anew(there)


async def test_a_visitor_reads_live_and_has_nothing_to_write_with(walk: Walkers, arena: Arena, thread: int) -> None:
    mira, visitor = await walk(arena.person()), await walk()
    here, there = await sit_down(mira, thread), await sit_down(visitor, thread)
    await expect(there.locator("#composer")).to_have_count(0)
    await expect(there.get_by_role("main").get_by_role("link", name="Anmelden")).to_be_visible()
    await speak(here, "Für alle zu lesen")
    await heard(there, "Für alle zu lesen")
    assert await post(there, "Für alle").get_by_role("button").count() == 0
    assert await seen(there) == await seen_anew(there)


async def test_who_reads_and_who_types_is_counted(walk: Walkers, arena: Arena, thread: int) -> None:
    mira, jonas, visitor = await walk(arena.person()), await walk(arena.person()), await walk()
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    await sit_down(visitor, thread)
    await expect(there.locator("#presence-words")).to_have_text("3 lesen gerade mit")
    await here.get_by_label("Ihr Beitrag").press_sequentially("Also")
    await expect(there.locator("#presence-words")).to_have_text(re.compile("jemand schreibt"))
    await visitor.context.close()
    await expect(there.locator("#presence-words")).to_have_text(re.compile("2 lesen gerade mit"))
    await here.get_by_role("button", name="Beitragen").click()
    await expect(there.locator("#presence-words")).to_have_text("2 lesen gerade mit")


async def test_what_others_write_does_not_move_the_composer_somebody_types_in(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person())
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    for n in range(4):
        await speak(there, f"Vorab {n}\n\nund noch ein Absatz\n\nund noch einer")
        await heard(here, f"Vorab {n}")
    box = here.get_by_label("Ihr Beitrag")
    await box.press_sequentially("Ich schreibe ger")
    before = await box.bounding_box()
    await speak(there, "Dazwischen, mit\n\nmehreren\n\nAbsätzen")
    await heard(here, "Dazwischen")
    after = await box.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 1
    await box.press_sequentially("ade")
    assert await box.input_value() == "Ich schreibe gerade"


async def test_screen_readers_hear_one_sentence_for_several_contributions(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira, jonas = await walk(arena.person("Mira")), await walk(arena.person("Jonas Weil"))
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    await here.evaluate(
        """() => { globalThis.told = []; new MutationObserver(() =>
        told.push(document.getElementById("live-status").textContent)).observe(
        document.getElementById("live-status"), { childList: true, characterData: true, subtree: true }) }"""
    )
    for text in ("Eins", "Zwei", "Drei"):
        await speak(there, text)
    await heard(here, "Eins", "Zwei", "Drei")
    await expect(here.locator("#live-status")).to_contain_text("3 neue Beiträge")
    assert await here.evaluate("told.length") == 1
    assert "Jonas Weil" in await here.evaluate("told[0]")
    assert await here.locator("#timeline").get_attribute("aria-live") is None


async def test_a_reader_further_up_is_offered_what_is_new_and_not_moved(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person(), viewport={"width": 1280, "height": 600})
    here = await sit_down(mira, thread)
    for n in range(5):
        await speak(here, f"Langer Beitrag {n}" + "\n\nAbsatz" * 12)
        await heard(here, f"Langer Beitrag {n}")
    there = await sit_down(jonas, thread)
    await there.evaluate("scrollTo(0, 0)")
    await speak(here, "Ganz unten und ganz neu")
    await expect(there.get_by_role("button", name="1 neuen Beitrag anzeigen")).to_be_visible()
    assert await there.evaluate("scrollY") == 0
    await there.get_by_role("button", name="1 neuen Beitrag anzeigen").click()
    await expect(post(there, "ganz neu")).to_be_in_viewport()
    await expect(there.locator("#newer")).to_be_hidden()


async def test_signing_out_in_another_tab_ends_the_talk(walk: Walkers, arena: Arena, thread: int) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person())
    here, first = await sit_down(mira, thread), await sit_down(jonas, thread)
    second = await jonas.tab()
    await jonas.open("/de/")
    await second.locator(".site-nav details.drop").filter(has_text="Abmelden").locator("summary").click()
    await second.locator(".site-nav").get_by_role("button", name="Abmelden").click()
    await expect(first.locator("#presence")).to_have_class(re.compile("live-off"))
    await speak(here, "Danach gesagt")
    await heard(here, "Danach gesagt")
    await expect(first.locator("#presence-words")).to_contain_text("Die Verbindung ist beendet")
    await speak(first, "Kommt nicht an")
    await expect(first.locator(".post-sending .post-state")).to_contain_text("Die Verbindung ist beendet")
    await first.wait_for_timeout(1500)
    assert await said(first) == ["Kommt nicht an"]
    assert await said(here) == ["Danach gesagt"]


async def test_a_question_is_asked_along_and_answered_in_both_browsers(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira, jonas = await walk(arena.person("Malin Adler")), await walk(arena.person("Jonas Weil"))
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    await expect(there.get_by_role("link", name="Fragen in diesem Gespräch")).to_be_hidden()
    await here.get_by_label("Das ist eine Frage").check()
    await speak(here, "Wer hat einen Saal?")
    await expect(post(there, "einen Saal").locator("[data-s=question]")).to_have_text("Offene Frage")
    await expect(there.get_by_role("link", name="Fragen in diesem Gespräch")).to_be_visible()
    await post(there, "einen Saal").get_by_role("button", name="Frage ich mich auch").click()
    await expect(post(here, "einen Saal").locator("[data-s=metoo]")).to_have_text("1")
    await expect(post(here, "einen Saal").get_by_role("button", name="Frage ich mich auch")).to_be_disabled()

    await post(there, "einen Saal").get_by_role("link", name="Antworten").click()
    await speak(there, "Wir, am Kanal")
    await post(here, "am Kanal").get_by_role("link", name="Kennzeichnen").click()
    await here.get_by_label("Begründung in einem Satz").fill("Der Saal ist groß genug")
    await here.get_by_role("button", name="Kennzeichnen").click()
    await expect(post(there, "am Kanal").locator("[data-s=mark]")).to_have_text(
        "Antwort auf die Frage · Malin Adler (hat gefragt): „Der Saal ist groß genug“"
    )
    await expect(post(there, "einen Saal").locator("[data-s=answer]")).to_have_attribute(
        "href", f"/de/threads/{thread}?no=2#post-2"
    )
    assert await seen(there) == await seen_anew(there)
    await live(here)
    await speak(here, "Danke!")
    await heard(here, "Danke!")
    assert await seen(here) == await seen_anew(here)


async def test_a_poll_is_voted_in_and_closed_in_both_browsers(walk: Walkers, arena: Arena, thread: int) -> None:
    mira, jonas, visitor = await walk(arena.person()), await walk(arena.person()), await walk()
    here, there, outside = [await sit_down(one, thread) for one in (mira, jonas, visitor)]
    await here.get_by_role("link", name="Umfrage beginnen").click()
    await here.get_by_label("Ihre Frage").fill("Wo treffen wir uns?")
    await here.get_by_text("Weitere Antworten").click()
    for n, option in enumerate(("Am Kanal", "Im Hof", "Auf dem Dach"), 1):
        await here.get_by_label(f"Antwort {n}", exact=True).fill(option)
    await here.get_by_label("mehrere").check()
    await here.get_by_label("Endet am").fill("2027-06-01T18:30")
    await here.get_by_role("button", name="Umfrage veröffentlichen").click()
    await live(here)
    poll = post(there, "Wo treffen")
    await expect(poll.locator("[data-s=poll-state]")).to_contain_text("endet am 1. Juni 2027, 18:30")
    assert await seen(there) == await seen_anew(there)
    await live(there)

    await poll.get_by_label("Im Hof").check()
    await post(here, "Wo treffen").get_by_label("Am Kanal").check()
    await post(here, "Wo treffen").get_by_role("button", name="Abstimmen").click()
    await expect(poll).to_contain_text("1 Stimme (100 %)")
    await expect(poll.get_by_label("Im Hof")).to_be_checked()
    await poll.get_by_label("Am Kanal").check()
    await poll.get_by_role("button", name="Abstimmen").click()
    await expect(post(outside, "Wo treffen")).to_contain_text("2 Stimmen (100 %)")
    await expect(post(outside, "Wo treffen")).to_contain_text("2 Personen haben abgestimmt")
    await expect(post(here, "Wo treffen")).to_contain_text("2 Stimmen (100 %)")
    for page in (here, there):
        await expect(post(page, "Wo treffen").locator(".poll-told")).to_have_text("Ihre Stimme ist gespeichert.")
    for page in (here, there, outside):
        assert await seen(page) == await seen_anew(page)
        await live(page)

    await expect(poll.get_by_text("Umfrage beenden")).to_have_count(0)
    await post(here, "Wo treffen").get_by_text("Umfrage beenden").click()
    await post(here, "Wo treffen").get_by_role("button", name="Endgültig beenden").click()
    for page in (here, there, outside):
        await expect(post(page, "Wo treffen").locator("[data-s=poll-state]")).to_contain_text("beendet")
        assert await seen(page) == await seen_anew(page)


async def test_a_summary_appears_above_open_pages_and_counts_what_came_since(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira, jonas = await walk(arena.person("Malin Adler")), await walk(arena.person("Jonas Weil"))
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    await speak(here, "Der Saal ist frei")
    await heard(there, "Der Saal ist frei")
    await here.goto(f"{here.url.partition('#')[0]}/summary")
    await here.get_by_label("Was bisher gesagt wurde").fill("Es gibt **einen** Saal")
    await here.get_by_role("button", name="Zusammenfassung speichern").click()
    above = there.locator("#summary")
    await expect(above.locator("[data-s=text]")).to_have_text("Es gibt einen Saal")
    await expect(above.locator(".outcome")).to_contain_text("Bis Beitrag 1 · zuletzt von Malin Adler")
    await live(here)
    await speak(there, "Und Kaffee")
    await heard(here, "Und Kaffee")
    for page in (here, there):
        said = page.locator("#summary .outcome")
        await expect(said).to_contain_text("Bis Beitrag 1, seitdem 1 neuer Beitrag · zuletzt von Malin Adler")
        drawn = await page.locator("#summary").inner_html()
        assert await seen(page) == await seen_anew(page)
        assert " ".join((await page.locator("#summary").inner_html()).split()) == " ".join(drawn.split())
