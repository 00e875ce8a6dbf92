"""Walks: what is one's own in a thread, as it is typed, pressed, chosen and read."""

import re

from playwright.async_api import expect
from sqlalchemy import update

from arena.threads.contribute import contribute, prepare
from arena.threads.model import Thread
from arena.threads.polls.begin import begin_poll, prepare_poll
from tests.ideas.posted import post as post_idea
from tests.ideas.test_open_thread import thread_opened
from tests.people import Arena
from tests.walks.talking import heard, live, post, sit_down, speak
from tests.walks.walker import Walkers

# Two presses of one button under way, answered in an order; says what the button is left as.
ANSWERED = """async ([first, second]) => {
  const { src } = document.querySelector('script[src$="thread.js"]');
  const { refused } = await import(src.replace("thread.js", "refused.js"));
  const list = document.getElementById("timeline");
  const button = list.querySelector('.react[value^="support:"]');
  const post = Number(button.closest(".post").dataset.id);
  const sent = new Map();
  for (const [ck, on] of [["one", true], ["two", false]]) sent.set(ck, { ck, do: "react", post, kind: "support", on });
  const pressed = [];
  const remember = (_, on) => pressed.push(on);
  const around = { announce() {}, composer: null, list, outbox: { async remove() {} }, remember, sent };
  for (const ck of [first, second]) await refused({ ck, msg: "Zu." }, null, around);
  for (const line of list.querySelectorAll(".refusal")) line.remove();
  return pressed.at(-1);
}"""


async def test_a_question_is_ticked_for_what_is_new_and_not_for_a_reply(walk: Walkers, arena: Arena) -> None:
    author = arena.person()
    thread = await thread_opened(author, await post_idea(author))
    await arena.store.write(contribute, author.voice, thread, prepare("Fragen Sie gern"))
    here = await (await walk(arena.person())).open(f"/de/threads/{thread}")
    await live(here)
    tick = here.get_by_label("Das ist eine Frage")
    await expect(tick).to_be_checked()
    await post(here, "Fragen Sie").get_by_role("link", name="Antworten").click()
    await expect(tick).not_to_be_checked()
    await here.get_by_role("link", name="Doch nicht antworten").click()
    await expect(tick).to_be_checked()
    await speak(here, "Wer zahlt das?")
    await expect(post(here, "Wer zahlt").locator(".outcome")).to_contain_text("Offene Frage")
    await expect(tick).to_be_checked()
    await post(here, "Fragen Sie").get_by_role("link", name="Antworten").click()
    await speak(here, "Danke")
    await heard(here, "Danke")
    await expect(post(here, "Danke").locator(".outcome")).to_have_count(0)
    await post(here, "Fragen Sie").get_by_role("link", name="Antworten").click()
    async with here.expect_response(re.compile("/draft$")):
        await here.get_by_label("Ihr Beitrag").press_sequentially("Noch halb")
    await here.reload()
    await live(here)
    await expect(here.get_by_label("Ihr Beitrag")).to_have_value("Noch halb")
    await expect(tick).not_to_be_checked()


async def test_what_one_says_is_not_new_after_a_reload_and_what_others_say_is(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    here = await sit_down(await walk(arena.person()), thread)
    for text in ("Von mir", "Noch von mir"):
        await speak(here, text)
        await heard(here, text)
        await here.reload()
        await live(here)
        await expect(here.locator("#unread")).to_have_count(0)
        await expect(here.locator('.thread-bar [data-s="unread"]')).to_have_count(0)


async def test_whoever_follows_begins_with_the_first_contribution_and_reads_on_from_there(
    walk: Walkers, arena: Arena
) -> None:
    author, other = arena.person(), arena.person()
    thread = await thread_opened(author, await post_idea(author))
    for n in range(1, 91):
        await arena.store.write(contribute, other.voice, thread, prepare(f"Beitrag {n}"))
    here = await (await walk(author, viewport={"width": 1280, "height": 700})).open(f"/de/threads/{thread}#latest")
    await live(here)
    bar = here.locator('.thread-bar [data-s="unread"]')
    await here.wait_for_timeout(2500)  # looking at the newest reads nothing of what is not in the page above them
    await expect(bar).to_have_text("90 ungelesen")
    await bar.click()
    await expect(here.locator("#unread + #post-1")).to_be_in_viewport()
    await expect(bar).not_to_have_text("90 ungelesen")


async def test_a_vote_is_taken_back_and_says_so(walk: Walkers, arena: Arena, thread: int) -> None:
    asked = prepare_poll("Wo treffen wir uns?", ["Am Kanal", "Im Hof"], "several", False, None)
    await arena.store.write(begin_poll, arena.person().voice, thread, asked)
    here = await sit_down(await walk(arena.person()), thread)
    told, button = here.locator(".poll-told"), here.get_by_role("button", name=re.compile("Abstimmen|Stimme ändern"))
    await button.click()
    await expect(told).to_have_text("Bitte wählen Sie zuerst eine Antwort.")
    await here.get_by_label("Im Hof").check()
    await button.click()
    await expect(told).to_have_text("Ihre Stimme ist gespeichert.")
    await here.get_by_label("Im Hof").uncheck()
    await button.click()
    await expect(told).to_have_text("Ihre Stimme ist zurückgenommen.")


async def test_presses_that_are_refused_in_any_order_leave_the_button_as_it_was(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    await arena.store.write(contribute, arena.person().voice, thread, prepare("Solar aufs Dach"))
    here = await sit_down(await walk(arena.person()), thread)
    for order in (["one", "two"], ["two", "one"]):
        assert await here.evaluate(ANSWERED, order) is False, order


async def test_a_double_click_in_a_thread_that_was_just_closed_leaves_nothing_pressed(
    walk: Walkers, arena: Arena, thread: int
) -> None:
    await arena.store.write(contribute, arena.person().voice, thread, prepare("Solar aufs Dach"))
    here = await sit_down(await walk(arena.person()), thread)
    # The page does not hear of it before somebody presses.
    await arena.store.write(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(locked=True)))
    said = post(here, "Solar aufs Dach")
    button = said.get_by_role("button", name="Dafür")
    for clicks in (2, 3, 2):
        await button.click(click_count=clicks)
        await expect(said.locator(".refusal")).to_have_text("Dieses Gespräch ist geschlossen.")
        await here.wait_for_timeout(300)  # until each press is answered
        await expect(button).to_have_attribute("aria-pressed", "false")
