"""Walks: a poll says what became of a vote, and ends only for good reason."""

from playwright.async_api import expect

from arena.threads.polls.begin import begin_poll, prepare_poll
from tests.people import Arena, Someone
from tests.walks.talking import live, post, seen, seen_anew, sit_down
from tests.walks.walker import Walkers

STORED = "Ihre Stimme ist gespeichert."


async def _asked(arena: Arena, thread: int, someone: Someone, kind: str, *, hidden: bool = False) -> None:
    asked = prepare_poll("Wo treffen wir uns?", ["Am Kanal", "Im Hof"], kind, hidden, None)
    await arena.store.write(begin_poll, someone.voice, thread, asked)


async def test_a_vote_is_said_to_be_stored_and_one_that_was_changed_too(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira = arena.person()
    await _asked(arena, thread, arena.person(), "several", hidden=True)
    here = await sit_down(await walk(mira), thread)
    poll = post(here, "Wo treffen")
    said = poll.locator(".poll-told")
    await poll.get_by_role("button", name="Abstimmen").click()
    await expect(said).to_have_text("Bitte wählen Sie zuerst eine Antwort.")
    await poll.get_by_label("Am Kanal").check()
    await expect(said).to_be_empty()
    await poll.get_by_role("button", name="Abstimmen").click()
    await expect(said).to_have_text(STORED)
    await expect(poll).to_contain_text("1 Person hat abgestimmt")
    await poll.get_by_label("Im Hof").check()
    await expect(said).to_be_empty()
    await poll.get_by_role("button", name="Stimme ändern").click()
    await expect(said).to_have_text(STORED)
    assert await seen(here) == await seen_anew(here)
    await live(here)
    for option in ("Am Kanal", "Im Hof"):
        await poll.get_by_label(option).uncheck()
    await poll.get_by_role("button", name="Stimme ändern").click()
    await expect(poll).to_contain_text("0 Personen haben abgestimmt")
    await expect(poll.get_by_role("button", name="Abstimmen")).to_be_visible()
    await expect(said).to_have_text("Ihre Stimme ist zurückgenommen.")


async def test_the_focus_and_an_open_question_stay_while_others_vote(walk: Walkers, arena: Arena, thread: int) -> None:
    mira, jonas = arena.person(), arena.person()
    await _asked(arena, thread, mira, "one")
    here, there = await sit_down(await walk(mira), thread), await sit_down(await walk(jonas), thread)
    await post(here, "Wo treffen").get_by_text("Umfrage beenden").click()
    await there.get_by_label("Im Hof").check()
    await post(there, "Wo treffen").get_by_role("button", name="Abstimmen").click()
    await expect(post(here, "Wo treffen")).to_contain_text("1 Person hat abgestimmt")
    await expect(post(here, "Wo treffen").locator("summary")).to_be_focused()
    await expect(post(here, "Wo treffen").get_by_role("button", name="Endgültig beenden")).to_be_visible()


async def test_without_scripts_a_vote_is_said_to_be_stored_and_ending_a_poll_takes_two_steps(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    mira = arena.person()
    await _asked(arena, thread, mira, "one")
    page = await (await walk(mira, java_script_enabled=False)).open(f"/de/threads/{thread}")
    await page.get_by_label("Im Hof").check()
    await page.get_by_role("button", name="Abstimmen").click()
    await expect(page.get_by_text(STORED)).to_be_visible()
    await expect(page.get_by_role("button", name="Stimme ändern")).to_be_visible()
    await expect(page.get_by_role("button", name="Endgültig beenden")).to_have_count(0)
    await page.get_by_text("Umfrage beenden").click()
    await page.get_by_role("button", name="Endgültig beenden").click()
    await expect(page.locator("[data-s=poll-state]")).to_contain_text("beendet")
