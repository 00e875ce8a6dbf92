"""Walks: what stands beside an idea follows what happens, and nobody is disturbed by it."""

import re

from playwright.async_api import Locator, Page, expect
from sqlalchemy import select

from arena.ideas.ask import ask_for
from arena.ideas.needs import close_need, reopen_need
from arena.ideas.team_model import Need
from arena.ideas.text import NeedText
from arena.projects.settle import settle
from arena.store import Tx
from tests.answers.offices import Office
from tests.ideas.posted import post
from tests.measures.made import make_ready
from tests.measures.made import project as begun
from tests.people import Arena
from tests.projects.cast import start
from tests.walks.talking import live
from tests.walks.walker import Walkers


def _box(page: Page, name: str) -> Locator:
    return page.locator(f'[data-box="{name}"]')


async def test_the_boxes_follow_answer_project_milestone_and_measure(walk: Walkers, arena: Arena) -> None:
    cast = start(arena, begun=False)
    office = Office(arena)
    reader, carrier = await walk(), await walk(cast.carrier)
    page, own = await reader.open(f"/de/ideas/{cast.idea}"), await carrier.open(f"/de/ideas/{cast.idea}")
    await live(page)
    await live(own)
    await page.evaluate("document.body.dataset.stays = 'yes'")
    await expect(_box(page, "answer")).not_to_contain_text("qualifiziert")
    await office.answer(cast.idea, "qualified")
    await expect(_box(page, "answer")).to_contain_text("für die nächste Phase qualifiziert")
    await expect(page.locator("#live-status")).to_have_text("Der Stand der Idee hat sich geändert.")
    await expect(_box(own, "stage")).to_contain_text("Zum Projekt machen")
    begin = {"why": "Der Ort steht fest.", "speak_as": str(cast.organisation)}
    assert (await cast.carrier.post(f"/de/ideas/{cast.idea}/project/begin", begin)).status_code == 303
    for one in (page, own):
        await expect(_box(one, "stage").get_by_role("heading", name="Projekt")).to_be_visible()
    first, _ = cast.milestone("Erste Mulde"), cast.milestone("Zweite Mulde")
    await expect(_box(page, "stage")).to_contain_text("Erste Mulde")
    arena.store.write_now(settle, cast.voice, first, "reach", "Mit Regen geprüft.")
    await expect(_box(page, "stage")).to_contain_text("50")
    await expect(_box(page, "stage")).to_contain_text("Zweite Mulde")
    await expect(_box(page, "measure")).not_to_contain_text("Maßnahme")
    outline = {"type": "decentral", "status": "running", "phase": "2", "responsible": str(office.number)}
    made = outline | {"why": "Wir tragen sie.", "speak_as": str(office.number)}
    assert (await office.writer.post(f"/de/ideas/{cast.idea}/measure/begin", made)).status_code == 303
    for one in (page, own):
        await expect(_box(one, "measure").get_by_role("heading", name="Dezentrale Maßnahme")).to_be_visible()
    # What stands there now is what a reload shows, and there was none until here.
    assert await page.evaluate("document.body.dataset.stays") == "yes"
    for one in (page, own):
        before = await _sources(one)
        await one.reload()
        assert before == await _sources(one)


async def _sources(page: Page) -> list[str]:
    found: list[str] = await page.locator("[data-box]").evaluate_all("all => all.map(box => box.innerHTML)")
    return found


async def test_a_box_somebody_is_at_waits_until_they_are_not(walk: Walkers, arena: Arena) -> None:
    author = arena.person("Ada Anders")
    idea_id = await post(author)
    refused = {"role": "test", "what": "Ein Angebot, das abgelehnt wird", "client_key": "x" * 20}
    offer = await arena.person().post(f"/de/ideas/{idea_id}/join", refused)
    number = int(offer.headers["location"].split("/commitments/")[1].split("?")[0])
    assert (await author.post(f"/de/commitments/{number}/decline", {"sentence": "Passt nicht."})).status_code == 303
    page = await (await walk(author)).open(f"/de/ideas/{idea_id}")
    await live(page)
    assert author.voice
    team, hearts, needs = _box(page, "team"), _box(page, "hearts"), _box(page, "needs")
    # The focus in one box, something open in another, a word half typed in a third: none of them moves.
    await team.locator("details > summary").click()
    await hearts.get_by_role("button", name=re.compile("Dafür|Unterstütz")).focus()
    await needs.evaluate(
        "box => { const field = document.createElement('textarea'); box.append(field); field.value = 'Halb getippt'; }"
    )
    for one in (team, hearts, needs):
        await one.evaluate("box => { box.dataset.same = 'yes'; }")
    fan, joining = arena.person(), arena.person("Ben Beitrag")
    assert (await fan.post(f"/de/ideas/{idea_id}/support", {"on": "true"})).status_code == 303
    offered = {"role": "test", "what": "Ich probiere es aus", "client_key": "y" * 20}
    assert (await joining.post(f"/de/ideas/{idea_id}/join", offered)).status_code == 303
    await arena.store.write(ask_for, author.voice, idea_id, NeedText("space", "Ein Keller mit Strom"))
    await expect(_box(page, "join")).to_contain_text("2")  # this box is nobody's, and it followed
    for one in (team, hearts, needs):
        assert await one.get_attribute("data-same") == "yes"
    assert await page.evaluate("document.activeElement.closest('[data-box]').dataset.box") == "hearts"
    assert await needs.locator("textarea").input_value() == "Halb getippt"
    # Once nobody is at them any more, what came meanwhile stands there.
    await team.locator("details > summary").click()
    await page.locator("#composer textarea").focus()
    await expect(team).to_contain_text("Ben Beitrag")
    await expect(hearts).to_contain_text("1")
    await needs.locator("textarea").evaluate("field => { field.value = ''; }")
    await page.locator("#thread-title").click()
    await expect(needs).to_contain_text("Ein Keller mit Strom")


async def test_a_thousand_acts_make_few_requests(walk: Walkers, arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    reader = await walk()
    page = await reader.open(f"/de/ideas/{idea_id}")
    await live(page)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/boxes?" in one.url else None)
    assert author.voice

    def act(tx: Tx) -> None:
        assert author.voice
        number = tx.db.execute(select(Need.id).where(Need.idea_id == idea_id)).scalars().first()
        for _ in range(25):
            close_need(tx, author.voice, number or 0)
            reopen_need(tx, author.voice, number or 0)

    for _ in range(20):
        await arena.store.write(act)
    await arena.store.write(ask_for, author.voice, idea_id, NeedText("space", "Ein Raum am Ende"))
    await expect(_box(page, "needs")).to_contain_text("Ein Raum am Ende")
    assert 1 <= len(asked) < 50, asked  # one every few seconds, however long the thousand took


async def test_contributions_ask_for_nothing(walk: Walkers, arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    page = await (await walk()).open(f"/de/ideas/{idea_id}")
    await live(page)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    thread = await page.locator("#thread").get_attribute("data-thread")
    for n in range(5):
        assert (await author.post(f"/de/threads/{thread}/posts", {"markdown": f"Ein Wort {n}"})).status_code == 303
    await expect(page.locator("#timeline")).to_contain_text("Ein Wort 4")
    await page.wait_for_timeout(1500)
    assert not [url for url in asked if "boxes" in url]


async def test_a_network_measure_is_seen_by_both_sides_at_once(walk: Walkers, arena: Arena) -> None:
    cast = await begun(arena)
    await make_ready(cast)
    page = await (await walk(cast.official)).open(f"/de/ideas/{cast.idea}")
    await live(page)
    outline = cast.outline(type="network", status="running", phase=3, responsible=cast.company)
    assert (await cast.carry("begin", **outline)).status_code == 303
    assert (await cast.decide("agree")).status_code == 303
    await expect(_box(page, "measure").get_by_role("heading", name="Netzwerkmaßnahme")).to_be_visible()


async def test_the_number_of_supporters_follows(walk: Walkers, arena: Arena) -> None:
    idea_id = await post(arena.person())
    page = await (await walk()).open(f"/de/ideas/{idea_id}")
    await live(page)
    await expect(page.locator("#presence[data-here]")).to_be_visible()  # it has its place and hears what is said there
    for n in (1, 2):
        assert (await arena.person().post(f"/de/ideas/{idea_id}/support", {"on": "true"})).status_code == 303
        await expect(_box(page, "hearts")).to_contain_text(f"· {n}")
