"""Walk: one idea on its whole path, from the first sentence to a finished measure, by everybody it takes.

A resident posts it, a company carries it along, a scientist assesses it and reports an insult, a moderator hides that,
an office of the administration answers with two pairs of eyes and makes it a measure. What the others do is seen at
once by the resident and by the moderator, who keep the page open, and all of it stands in the journal.
"""

import re
from itertools import product

from playwright.async_api import Page, expect

from arena.journal.fold import folded, standing
from tests.answers.offices import Office, in_days
from tests.moderation.acting import moderator
from tests.people import Arena, Someone
from tests.walks.doing import accept, fill_idea, told
from tests.walks.talking import live, post, speak
from tests.walks.walker import Walker, Walkers

TITLE = "Ein Regengarten für den Nettelbeckplatz"
INSULT, MODERATED = "Nur Dummköpfe wollen hier Pfützen", "Streiten Sie über den Platz, nicht über Menschen."
COMPANY, OFFICE_WORD = "Gartenbau Nordufer", "Wir haben drei Ämter gefragt; der Platz eignet sich."


class Path:
    """The people of the walk, and the pages that the resident and the moderator keep open all the time."""

    def __init__(self, arena: Arena, walk: Walkers) -> None:
        self.arena, self.walk = arena, walk
        self.office = Office(arena)
        self.idea = 0
        self.open: list[Page] = []

    async def begin(self) -> None:
        """The resident posts the idea and stays on its page; a moderator opens it, too."""
        self.resident = await self.walk(self.arena.person("Paula Kern"))
        page = await self.resident.open("/de/ideas/new")
        await fill_idea(page, TITLE, "Regen bleibt, wo er fällt, statt die Keller zu füllen.")
        await page.get_by_role("button", name="Veröffentlichen").click()
        await told(page, "Ihre Idee ist veröffentlicht")
        self.idea = int(self.resident.path.split("/ideas/")[1].split("-")[0])
        self.open.append(page)
        await live(page)
        self.moderator = await self.walk(moderator(self.arena, "Moni Ruhig"))
        self.open.append(await self.moderator.open(f"/de/ideas/{self.idea}"))
        await live(self.open[1])

    async def seen(self, *words: str) -> None:
        """Both read this on their open pages, without loading them anew."""
        for page, text in product(self.open, words):
            await expect(page.locator("#timeline")).to_contain_text(text)

    async def not_seen(self, *words: str) -> None:
        """Neither reads this."""
        for page, text in product(self.open, words):
            await expect(page.locator("#timeline")).not_to_contain_text(text)

    async def at(self, walker: Walker, path: str = "") -> Page:
        """Somebody opens a page of the idea."""
        return await walker.open(f"/de/ideas/{self.idea}{path}")

    async def moderator_at(self, path: str) -> Page:
        """The moderator opens a page in another tab."""
        page = await self.moderator.context.new_page()
        await page.goto(f"{self.moderator.base}/de{path}")
        return page

    async def resident_at(self, path: str) -> Page:
        """The resident opens one of its pages in another tab; the first one stays as it is."""
        page = await self.resident.context.new_page()
        await page.goto(f"{self.resident.base}/de/ideas/{self.idea}{path}")
        return page


async def _carries_along(path: Path, member: Someone) -> Walker:
    """A company offers to carry the idea; the resident accepts."""
    walker = await path.walk(member)
    page = await path.at(walker, "/join")
    await page.get_by_label("Ich spreche als").select_option(label=COMPANY)
    await page.get_by_role("radio", name="Verantwortung tragen").check()
    await page.get_by_label("Was bringen Sie ein?").fill("Bagger, Erde und zwei Gärtnerinnen")
    await page.get_by_role("button", name="Angebot abgeben").click()
    await told(page, "Danke! Das ist eingetragen.")
    await path.seen("möchte mitmachen (Verantwortung tragen)")
    own = await path.resident_at("")
    await accept(own, COMPANY)
    await own.close()
    await path.seen(f"{COMPANY} ist jetzt dabei (Verantwortung tragen)")
    return walker


async def _assesses(path: Path, scientist: Someone) -> Walker:
    """A scientist assesses the idea by the value compass, with a reason that everybody reads."""
    walker = await path.walk(scientist)
    page = await path.at(walker, "/assess")
    await page.locator("[name='score.resources'][value='2']").check()
    await page.locator("details:has([name='reason.resources']) > summary").click()
    await page.locator("[name='reason.resources']").fill("Jeder Kubikmeter, der versickert, spart Kanal.")
    await page.get_by_role("button", name="Bewertung speichern").click()
    await told(page, "Ihre Bewertung ist gespeichert.")
    await path.seen("Jeder Kubikmeter, der versickert, spart Kanal.")
    return walker


async def _is_moderated(path: Path, scientist: Walker) -> None:
    """Somebody insults, the scientist reports it, the moderator hides it: everybody sees why, and nobody the words."""
    rude = await path.walk(path.arena.person("Ruppert Rau"))
    page = await path.at(rude)
    await live(page)
    await speak(page, INSULT)
    await path.seen(INSULT)

    page = await path.at(scientist)
    await post(page, INSULT).get_by_role("link", name="Melden").click()
    await page.get_by_role("radio", name="Beleidigung oder Hass").check()
    await page.get_by_label("In Ihren Worten").fill("Hier wird jemand verächtlich gemacht.")
    await page.get_by_role("button", name="Melden").click()
    await expect(page.get_by_role("main")).to_contain_text("Danke, Ihre Meldung ist angekommen.")

    desk = await path.moderator_at("/moderation")
    await expect(desk.get_by_role("main")).to_contain_text("Hier wird jemand verächtlich gemacht.")
    await desk.get_by_role("link", name=re.compile(f"von Ruppert Rau: {TITLE}")).click()
    await desk.get_by_role("radio", name="Beitrag verbergen").check()
    await desk.get_by_label("Begründung in einem Satz").fill(MODERATED)
    await desk.get_by_role("button", name="Entscheiden").click()
    await told(desk, "Der Beitrag ist verborgen.")

    await path.seen(f"Die Moderation hat diesen Beitrag verborgen (Beleidigung oder Hass): {MODERATED}")
    await path.not_seen(INSULT)
    await page.reload()
    await expect(page.get_by_role("main")).to_contain_text("Der Beitrag wurde verborgen:")
    why = path.open[0].get_by_role("link", name="Mehr dazu")
    await desk.goto(f"{path.moderator.base}{await why.get_attribute('href')}")
    await expect(desk.get_by_role("main")).to_contain_text("Anlass war eine Meldung.")
    await desk.close()


async def _becomes_a_project(path: Path) -> None:
    """What is missing is said; once it is written the idea becomes a project, with a milestone that is reached."""
    path.resident.watch.expect("status of 422")
    page = await path.resident_at("/project/begin")
    await expect(page.get_by_text("Im Steckbrief fehlt das Vorhaben.")).to_be_visible()
    for part, text in (("purpose", "Ein Garten, der Regen hält."), ("doing", "Erst graben, dann pflanzen.")):
        await page.goto(f"{path.resident.base}/de/ideas/{path.idea}/sheet/{part}")
        await page.get_by_label("Ihr Text").fill(text)
        await page.get_by_role("button", name="Speichern", exact=True).click()
        await told(page, "Gespeichert. Danke!")
    await page.goto(f"{path.resident.base}/de/ideas/{path.idea}/project/begin")
    await page.get_by_label("Warum jetzt?").fill("Das Team steht, der Platz ist gefunden.")
    await page.get_by_role("button", name="Zum Projekt machen").click()
    await told(page, "Die Idee ist jetzt ein Projekt.")
    await path.seen("hat die Idee zum Projekt gemacht")
    await page.goto(f"{path.resident.base}/de/ideas/{path.idea}/project/plan")
    await page.get_by_label("Was ist dann geschafft?").fill("Die erste Mulde ist gegraben")
    await page.get_by_label("Bis wann?").fill(in_days(40))
    await page.get_by_role("button", name="Hinzufügen", exact=True).click()
    await told(page, "Der Plan ist ergänzt.")
    await page.get_by_role("link", name=re.compile("Ändern: Die erste Mulde")).click()
    await page.get_by_label("Ein Wort dazu").fill("Mit Regen geprüft.")
    await page.get_by_role("button", name="Erreicht", exact=True).click()
    await told(page, "Erreicht! Alle sehen es im Gespräch.")
    await path.seen("hat einen Meilenstein erreicht: Die erste Mulde ist gegraben")
    await page.close()


async def _is_answered(path: Path) -> Walker:
    """One member of the office writes the answer, another one approves and publishes it."""
    writing, checking = await path.walk(path.office.writer), await path.walk(path.office.checker)
    page = await path.at(writing, "/answer")
    await page.get_by_label("für die nächste Phase qualifiziert").check()
    await page.get_by_label("Nächste Nachricht bis").fill(in_days(30))
    await page.get_by_label("Begründung").fill(OFFICE_WORD)
    await page.get_by_role("button", name="Entwurf speichern").click()
    await told(page, "Der Entwurf ist gespeichert.")
    await path.not_seen("hat geantwortet")
    other = await checking.open(writing.path.partition("?")[0])
    await other.get_by_role("button", name="Freigeben").click()
    await told(other, "Die Antwort ist freigegeben")
    await other.get_by_role("button", name="Jetzt veröffentlichen").click()
    await told(other, "Veröffentlicht.")
    await path.seen("hat geantwortet: für die nächste Phase qualifiziert")
    return writing


async def _act(page: Page, act: str, why: str, *, field: str = "Begründung") -> None:
    """One act on the measure, by its link and its form."""
    await page.locator("aside").get_by_role("link", name=act).click()
    form = page.locator("#act")
    if act == "Zur Maßnahme machen":
        await form.get_by_role("radio", name="Dezentrale Maßnahme").check()
        await form.get_by_role("radio", name="läuft").check()
        await form.get_by_role("radio", name=re.compile("Prototyping")).check()
        await form.get_by_label("Zuständige Organisation").select_option(label=COMPANY)
    elif act == "Phase setzen":
        await form.get_by_role("radio", name=re.compile("Entwicklung")).check()
    await form.get_by_label(field).fill(why)
    await form.get_by_role("button", name=act).click()


async def test_from_the_first_sentence_to_a_finished_measure(walk: Walkers, arena: Arena) -> None:
    path = Path(arena, walk)
    await path.begin()
    company, _ = arena.member("business", COMPANY)
    gardener = await _carries_along(path, company)
    await _is_moderated(path, await _assesses(path, arena.member("science")[0]))
    await _becomes_a_project(path)
    official = await _is_answered(path)

    page = await path.at(official, "/measure")
    await _act(page, "Zur Maßnahme machen", "Was hier entsteht, brauchen andere Plätze auch.")
    await told(page, "Das ist gespeichert")
    await path.seen("dezentralen Maßnahme")
    page = await path.at(gardener, "/measure")
    await _act(page, "Phase setzen", "Die Mulde hat zwei Gewitter überstanden.")
    await told(page, "Die Phase ist gesetzt.")
    await path.seen("Die Mulde hat zwei Gewitter überstanden.")
    await _act(
        page, "Maßnahme abschließen", "Der Garten hält den Regen; die Keller sind trocken.", field="Was ist daraus"
    )
    await told(page, "Die Maßnahme ist abgeschlossen.")
    await path.seen("hat die Maßnahme abgeschlossen")

    visitor = await walk()
    page = await path.at(visitor, "/journal")
    for words in ("veröffentlicht", "zum Projekt gemacht", "hat geantwortet", "Maßnahme abgeschlossen", OFFICE_WORD):
        await expect(page.get_by_role("main")).to_contain_text(words)
    await expect(page.get_by_role("main")).not_to_contain_text(INSULT)
    page = await visitor.open("/de/moderation/log")
    await expect(page.get_by_role("main")).to_contain_text(MODERATED)
    await expect(page.get_by_role("main")).not_to_contain_text(INSULT)
    await page.get_by_role("link", name=re.compile(f"Beitrag 2: {TITLE}")).click()
    await expect(page.locator("#post-2")).to_contain_text(MODERATED)
    page = await visitor.open("/de/progress?type=decentral&status=finished")
    await page.get_by_role("link", name="Als Liste ansehen").click()
    await page.get_by_role("link", name=TITLE).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert arena.store.read_now(folded, path.idea) == arena.store.read_now(standing, path.idea)
