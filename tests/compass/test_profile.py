"""The profile: every group that is large enough, nobody who could be recognised, and where views lie apart."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.compass.apart import furthest_apart
from arena.compass.draw import HALF, MIDDLE, pieces_of
from arena.compass.profile import ENOUGH, PEOPLE, Line, Spread, open_sectors, profile, together
from arena.store import Store
from tests.compass.rated import KEYS, STRATEGY, crowd, rate
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, draft, page_of, post
from tests.people import Arena

counts = st.tuples(*[st.integers(0, 50)] * 5)


@given(st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 12)))
def test_what_is_left_over_is_nobody_or_enough(voices: dict[str, int]) -> None:
    shown = open_sectors(voices)
    assert all(voices[one] >= ENOUGH for one in shown)
    left = sum(n for one, n in voices.items() if one not in shown)
    assert left == 0 or left >= ENOUGH or not shown
    large = {one for one, n in voices.items() if n >= ENOUGH}
    small = sum(n for one, n in voices.items() if n < ENOUGH)
    assert shown == large or 0 < small < ENOUGH


@given(counts, st.integers(0, 9))
def test_a_bar_holds_every_voice_and_what_is_in_favour_stands_right_of_the_middle(
    numbers: tuple[int, ...], unsure: int
) -> None:
    pieces = {piece.step: piece for piece in pieces_of(Spread(numbers, unsure))}
    assert len(pieces) == sum(n > 0 for n in numbers)
    if pieces:
        assert abs(sum(piece.width for piece in pieces.values()) - HALF) < 0.1
    for step, piece in pieces.items():
        if step.startswith("plus"):
            assert piece.x >= MIDDLE - 0.1
        elif step.startswith("minus"):
            assert piece.x + piece.width <= MIDDLE + 0.1
        assert MIDDLE - HALF - 0.1 <= piece.x <= MIDDLE + HALF + 0.1


def _line(key: str, *scores: int, shown: bool = True) -> Line:
    counted = tuple(scores.count(score) for score in (-2, -1, 0, 1, 2))
    return Line(key, len(scores), shown, {"resources": Spread(counted)})


def test_the_criterion_seen_most_differently_is_named_and_small_groups_never_decide_it() -> None:
    carriers, city = _line("carriers", 2), _line("community", -1, -1, 0, 0, -2)
    found = furthest_apart([carriers, city], KEYS)
    assert found
    assert (found.criterion, found.higher, found.lower) == ("resources", "carriers", "community")
    assert furthest_apart([carriers, _line("community", 1, 2, 2, 2, 2)], KEYS) is None
    assert furthest_apart([carriers, _line("community", -2, -2)], KEYS) is None
    assert furthest_apart([carriers, _line("community", -2, -2, -2, shown=False)], KEYS) is None
    assert furthest_apart([], KEYS) is None


def test_spreads_together_lose_nobody() -> None:
    assert together([Spread((1, 0, 0, 0, 2), 1), Spread((0, 1, 0, 0, 1), 2)]) == Spread((1, 1, 0, 0, 3), 3)
    assert together([]) == Spread()


async def test_the_carriers_are_shown_and_a_small_community_is_not(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    await rate(author, idea_id, {"resources": 2})
    await store.write(crowd, idea_id, "resident", 4, {"resources": -2})
    visitor = arena.visitor()
    page = unescape((await visitor.get(f"/de/ideas/{idea_id}/compass")).text)
    assert "Stadtgesellschaft: noch eine Stimme fehlt." in page
    assert "Verwaltung: noch 5 Stimmen fehlen." in page
    assert "5 Stimmen bisher." in page
    assert '<th scope="row">Verantwortliche</th>' in page
    assert '<th scope="row">Stadtgesellschaft</th>' not in page
    assert "Am weitesten auseinander" not in page
    await store.write(crowd, idea_id, "business", 1, {"resources": -2})
    page = unescape((await visitor.get(f"/de/ideas/{idea_id}/compass")).text)
    assert '<th scope="row">Stadtgesellschaft</th><td>5</td><td>0</td><td>0</td><td>0</td><td>0</td>' in page
    assert "„Schont Ressourcen und senkt Emissionen“. Günstiger urteilt: Verantwortliche. Strenger" in page
    assert "#thread" in page


async def test_a_sector_is_not_shown_where_the_rest_would_tell_of_a_few(arena: Arena, store: Store) -> None:
    idea_id, visitor = await post(arena.person()), arena.visitor()
    await store.write(crowd, idea_id, "resident", 6, {"resources": 1})
    await store.write(crowd, idea_id, "business", 2, {"resources": -1})
    page = unescape((await visitor.get(f"/de/ideas/{idea_id}/compass?by=sector")).text)
    assert "Privatpersonen: noch nicht zu sehen" in page
    assert "Wirtschaft: noch 3 Stimmen fehlen." in page
    assert '<th scope="row">' not in page
    await store.write(crowd, idea_id, "science", 3, {"resources": 0})
    page = unescape((await visitor.get(f"/de/ideas/{idea_id}/compass?by=sector")).text)
    assert '<th scope="row">Privatpersonen</th>' in page
    assert '<th scope="row">Wirtschaft</th>' not in page


async def test_nobody_learns_who_rated_what(arena: Arena) -> None:
    author = arena.person()
    idea_id, people = await post(author), [arena.person(f"Stille Stimme {n}") for n in range(6)]
    for person in people:
        await rate(person, idea_id, {"resources": -2})
    for someone in (arena.visitor(), author, people[0]):
        for path in ("compass", "compass?by=sector", "history"):
            page = (await someone.get(f"/de/ideas/{idea_id}/{path}")).text
            assert not [n for n in range(1, 6) if f"Stille Stimme {n}" in page]
        assert "Stille Stimme 3" not in (await page_of(someone, idea_id)).text


async def test_the_drawing_and_the_table_say_the_same(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())
    await store.write(crowd, idea_id, "resident", 5, {"resources": 2, "secure": "unsure"})
    found = store.read_now(profile, None, idea_id)
    assert found.perspectives[1].spreads == {"resources": Spread((0, 0, 0, 0, 5)), "secure": Spread(unsure=5)}
    page = (await arena.visitor().get(f"/en/ideas/{idea_id}/compass")).text
    assert page.count('role="img"') == len(STRATEGY.values) == page.count('<table class="spread">')
    assert page.count("<title ") == page.count("<desc ") == len(STRATEGY.values)
    assert "<td>0</td><td>0</td><td>0</td><td>0</td><td>5</td><td>0</td><td>5</td>" in page
    assert f'<rect class="step-plus2" x="{MIDDLE}"' in page
    drawn = page.split('<svg class="chart"')[1].split("</svg>")[0]
    assert drawn.count('class="chart-count" x="320"') == 6  # all together, and five criteria
    assert "style=" not in page


async def test_the_idea_leads_there_with_the_number_of_voices(arena: Arena) -> None:
    author, visitor = arena.person(), arena.visitor()
    idea_id = await post(author)
    assert "Mit dem Wertekompass bewerten" in (await page_of(visitor, idea_id)).text
    await rate(author, idea_id, {"resources": 1})
    await rate(arena.person(), idea_id, {"resources": 1})
    for lang, words in (
        ("de", "Wertekompass: 2 Stimmen"),
        ("en", "Value compass: 2 voices"),
        ("ls", "Wertekompass: 2 Stimmen"),
    ):
        page = (await page_of(visitor, idea_id, lang)).text
        assert words in page
        assert f"/{lang}/ideas/{idea_id}/compass" in page


@pytest.mark.parametrize("lang", ["de", "en", "ls"])
async def test_nothing_yet_says_so_and_drafts_have_no_profile(arena: Arena, lang: str) -> None:
    author = arena.person()
    idea_id, hidden, gone = await post(author, title=HOSTILE), await draft(author), await post(author)
    page = unescape((await arena.visitor().get(f"/{lang}/ideas/{idea_id}/compass")).text)
    assert ("Nobody has assessed" if lang == "en" else "Noch niemand hat diese Idee bewertet.") in page
    assert HOSTILE_SEEN in page
    await rate(arena.person(), gone, {"resources": 1})
    await author.post(f"/de/ideas/{gone}/withdraw", {"reason": "Erledigt."})
    for someone in (author, arena.visitor(), arena.person()):
        assert (await someone.get(f"/{lang}/ideas/{hidden}/compass")).status_code == 404
        assert (await someone.get(f"/{lang}/ideas/999999999/compass")).status_code == 404
        withdrawn = await someone.get(f"/{lang}/ideas/{gone}/compass")
        assert withdrawn.status_code == 200
        assert f"/ideas/{gone}/assess" not in withdrawn.text
    assert (await arena.visitor().get(f"/{lang}/ideas/{idea_id}/compass?by=person")).status_code == 400
