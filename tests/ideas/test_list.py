"""The list of ideas: what is shown, what never is, and how the page helps to narrow it."""

from sqlalchemy import update

from arena.ideas.model import Idea
from tests.ideas.grown import grow, partner, publish, voice_of
from tests.people import Arena


async def test_a_card_shows_what_matters(arena: Arena) -> None:
    idea = publish(arena, voice_of(arena, "science"), "Messnetz Quarzuhr", districts=["pankow"], fields=["data-use"])
    page = (await arena.visitor().get("/de/ideas?q=Quarzuhr")).text
    assert f'href="/de/ideas/{idea}-messnetz-quarzuhr"' in page
    for words in ("Messnetz Quarzuhr", "Pankow", "Intelligente Datennutzung", "Wissenschaft", "Eine Idee"):
        assert words in page


async def test_drafts_and_withdrawn_ideas_never_appear_and_are_not_counted(arena: Arena) -> None:
    ids = grow(arena, "Drachenfrucht", 3)
    page = (await arena.visitor().get("/de/ideas?q=Drachenfrucht")).text
    assert "3 Ideen" in page
    for state, left in (("withdrawn", 2), ("draft", 1)):
        arena.store.write_now(
            lambda tx, state=state: tx.db.execute(update(Idea).where(Idea.id == ids.pop()).values(state=state))
        )
        page = (await arena.visitor().get("/de/ideas?q=Drachenfrucht")).text
        assert ("Eine Idee" if left == 1 else f"{left} Ideen") in page
        assert page.count('class="card"') == left


async def test_an_act_is_seen_at_once(arena: Arena) -> None:
    idea = publish(arena, arena.person(), "Sofort zu sehen: Mondbohne")
    visitor = arena.visitor()
    assert "Noch ohne Partner" in (await visitor.get("/de/ideas?q=Mondbohne&partner=none")).text
    assert 'class="card"' in (await visitor.get("/de/ideas?q=Mondbohne&partner=none")).text
    partner(arena, idea, voice_of(arena, "business"))
    assert 'class="card"' not in (await visitor.get("/de/ideas?q=Mondbohne&partner=none")).text
    assert 'class="card"' in (await visitor.get("/de/ideas?q=Mondbohne&sector=business")).text


async def test_the_page_says_what_it_shows_in_its_title(arena: Arena) -> None:
    page = (await arena.visitor().get("/en/ideas?need=space&district=neukoelln")).text
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Space" in title
    assert "Neukölln" in title


async def test_a_choice_that_is_empty_offers_one_way_on(arena: Arena) -> None:
    page = (await arena.visitor().get("/de/ideas?q=gibtesnirgendwo")).text
    assert "Zu dieser Auswahl gibt es noch keine Idee." in page
    assert "Auswahl aufheben" in page


async def test_what_an_address_says_wrongly_is_left_out_with_a_word(arena: Arena) -> None:
    for query in ("field=nonsense", "after=!!!", "kind=%27%20OR%201", "after=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OjE"):
        page = await arena.visitor().get(f"/de/ideas?{query}")
        assert page.status_code == 200
        assert "Etwas in dieser Adresse kennen wir nicht" in page.text
    assert "kennen wir nicht" not in (await arena.visitor().get("/de/ideas?utm_source=mail&sort=oldest")).text


async def test_each_chosen_value_can_be_taken_back(arena: Arena) -> None:
    page = (await arena.visitor().get("/de/ideas?district=mitte&kind=idea&q=Haus")).text
    assert 'href="/de/ideas?kind=idea&amp;q=Haus"' in page
    assert 'href="/de/ideas?district=mitte&amp;q=Haus"' in page
    assert 'href="/de/ideas?kind=idea&amp;district=mitte"' in page


async def test_a_search_keeps_the_filters(arena: Arena) -> None:
    page = (await arena.visitor().get("/de/ideas?district=mitte&sort=new")).text
    assert '<input type="hidden" name="district" value="mitte">' in page
    assert '<input type="hidden" name="sort" value="new">' in page


async def test_words_of_people_are_shown_as_text(arena: Arena) -> None:
    publish(arena, arena.person(), "<script>alert(1)</script> Zimtstern")
    page = (await arena.visitor().get('/de/ideas?q=Zimtstern"><script>alert(2)</script>')).text
    assert "<script>alert" not in page
