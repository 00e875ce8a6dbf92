"""Similar ideas: what is alike is found, what is not is left alone."""

import pytest
from sqlalchemy import update

from arena.ideas.alike import cosine, grams_of
from arena.ideas.model import Idea
from arena.ideas.similar import similar
from tests.ideas.grown import publish
from tests.people import Arena

WRITTEN = [
    ("Trinkwasserbrunnen in jedem Park", "An heißen Tagen soll niemand durstig bleiben."),
    ("Reparaturwerkstatt im Stadtteilzentrum", "Nachbarinnen bringen kaputte Geräte wieder in Gang."),
    ("Hochbeete auf dem Schulhof", "Kinder bauen Gemüse an und lernen, woher es kommt."),
    ("Offene Karte der Baustellen", "Wer mit dem Rollstuhl unterwegs ist, sieht Hindernisse vorher."),
    ("Nachtbus bis vor die Tür", "Für Menschen, die in Schichten arbeiten."),
]


@pytest.fixture(scope="module")
def written(arena: Arena) -> list[int]:
    author = arena.person()
    return [publish(arena, author, title, summary=summary) for title, summary in WRITTEN]


def _found(arena: Arena, title: str, summary: str = "") -> list[int]:
    return [card.entry.id for card in arena.store.read_now(similar, None, title, summary)]


@pytest.mark.parametrize(
    ("title", "like"),
    [
        ("Mehr Trinkbrunnen in den Parks", 0),
        ("Brunnen mit Trinkwasser im Park", 0),
        ("Eine Werkstatt zum Reparieren im Stadtteil", 1),
        ("Reparaturwerkstätten für alle", 1),
        ("Hochbeet am Schulhof anlegen", 2),
        ("Karte aller Baustellen", 3),
        ("Nachtbusse, die bis zur Tür fahren", 4),
    ],
)
def test_what_is_alike_is_found(arena: Arena, written: list[int], title: str, like: int) -> None:
    assert written[like] in _found(arena, title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "   ",
        "und oder aber",
        "Quantenphysik im Vakuum",
        "Steuererklärung digital abgeben",
        '" OR 1 --',
        "\x00",
        "%",
    ],
)
def test_what_is_not_alike_is_left_alone(arena: Arena, written: list[int], title: str) -> None:
    assert not set(_found(arena, title)) & set(written)


def test_never_more_than_three_and_never_itself(arena: Arena) -> None:
    author = arena.person()
    ids = [publish(arena, author, "Lastenräder zum Ausleihen") for _ in range(5)]
    found = _found(arena, "Lastenräder zum Ausleihen")
    assert len(found) == 3
    assert ids[-1] not in [
        card.entry.id for card in arena.store.read_now(similar, None, "Lastenräder zum Ausleihen", but=ids[-1])
    ]


def test_drafts_and_withdrawn_ideas_are_nobodys_neighbours(arena: Arena) -> None:
    idea = publish(arena, arena.person(), "Kletterwand am Wasserturm")
    assert _found(arena, "Kletterwand am Wasserturm") == [idea]
    arena.store.write_now(lambda tx: tx.db.execute(update(Idea).where(Idea.id == idea).values(state="withdrawn")))
    assert _found(arena, "Kletterwand am Wasserturm") == []


async def test_the_fragment_names_them_in_the_readers_language(arena: Arena, written: list[int]) -> None:
    visitor = arena.visitor()
    page = await visitor.get("/en/ideas/similar", params={"title": "Hochbeete am Schulhof"})
    assert page.status_code == 200
    assert f'href="/en/ideas/{written[2]}-hochbeete-auf-dem-schulhof"' in page.text
    assert "Similar ideas" in page.text
    assert "<html" not in page.text
    nothing = await visitor.get("/de/ideas/similar", params={"title": "Quantenphysik im Vakuum"})
    assert nothing.text.strip() == ""


def test_alike_is_one_for_the_same_and_nothing_for_strangers() -> None:
    same = grams_of(["brunn", "park"], {})
    assert cosine(same, grams_of(["park", "brunn"], {})) == pytest.approx(1)
    assert cosine(same, grams_of(["steu"], {})) == 0
    assert cosine(same, grams_of([], {})) == 0
