"""Pictures: encoded anew, served for ever, bounded; hostile files are refused and nothing typed is lost."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import insert, select

from arena.errors import Refusal
from arena.projects.encode import BYTES, encode
from arena.projects.update_model import MOST_A_DAY, Picture
from arena.store import Tx
from tests.ideas.posted import seen
from tests.people import Arena
from tests.projects.cast import Cast, start
from tests.projects.pictures import SECRET, drawn, hostile, with_place
from tests.projects.test_updates import number_of, send, told

WORDS = {"pictures.n0.alt": "Ein Kreis auf Grün", "pictures.n0.caption": "Am Platz"}


def test_nothing_of_the_file_is_kept_but_what_it_shows() -> None:
    raw = with_place()
    assert SECRET in raw
    made = encode(raw + b"<script>alert(1)</script>PK\x03\x04")
    for file, width in ((made.small, 480), (made.large, 900)):
        with Image.open(BytesIO(file)) as image:
            assert (image.format, image.width) == ("WEBP", width)  # turned upright by its EXIF, never made larger
            assert not image.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment"} & image.info.keys()
        assert SECRET not in file
        assert b"<script>" not in file
    assert (made.width, made.height) == (900, 1600)


def test_any_kind_is_shown_and_a_tower_is_bounded() -> None:
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        out = BytesIO()
        Image.new(mode, (60, 40)).save(out, "PNG")
        assert encode(out.getvalue()).width == 60
    out = BytesIO()
    Image.new("CMYK", (60, 40)).save(out, "JPEG")
    assert encode(out.getvalue()).height == 40
    tower = encode(drawn(100, 9000, "PNG"))
    assert tower.height <= 2560


@pytest.mark.parametrize("name", hostile())
def test_what_is_no_picture_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        encode(hostile()[name])
    assert refused.value.status == 422
    assert refused.value.key == f"projects.faults.{'large' if name == 'bomb' else 'picture'}"


async def test_a_refused_file_loses_no_word_and_the_form_asks_for_it_again(arena: Arena) -> None:
    cast = start(arena)
    for raw, sentence in (
        (b"<svg/>", "nicht als Bild lesen"),
        (hostile()["bomb"], "zu viele Bildpunkte"),
        (drawn(60, 40) + bytes(BYTES), "größer als 8 MB"),
    ):
        answer = await told(cast, {"n0": raw}, **WORDS)
        shown = seen(answer)
        assert answer.status_code == 422
        for words in (sentence, "Die Pumpe steht", "Seit **Montag**", *WORDS.values(), "noch einmal auswählen"):
            assert words in shown
    nameless = await told(cast, {"n0": drawn(60, 40)})
    assert (nameless.status_code, "Beschreiben Sie das Bild" in nameless.text) == (422, True)
    forgotten = await told(cast, **WORDS)
    assert (forgotten.status_code, "Wählen Sie eine Bilddatei" in forgotten.text) == (422, True)
    all_at_once = await told(cast, {"n0": b"<svg/>"}, title="")
    assert all_at_once.text.count('<li><a href="#f-') == 3
    assert "projects.report" not in cast.kinds()


async def test_a_picture_is_served_small_and_large_for_ever(arena: Arena) -> None:
    cast = start(arena)
    number_of(await told(cast, {"n0": drawn()}, **WORDS))
    picture = cast.arena.store.read_now(
        lambda db: db.execute(select(Picture.id).where(Picture.idea_id == cast.idea)).scalar_one()
    )
    for width in (480, 1280):
        answer = await arena.visitor().get(f"/pictures/{picture}/{width}.webp")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "img-src 'self'" in answer.headers["content-security-policy"]
        with Image.open(BytesIO(answer.content)) as image:
            assert image.width == width
    for path in (f"/pictures/{picture}/640.webp", "/pictures/999999/480.webp", f"/pictures/{picture}/480.png"):
        assert (await arena.visitor().get(path)).status_code == 404


async def test_large_bodies_pass_where_pictures_are_sent_and_nowhere_else(arena: Arena) -> None:
    cast = start(arena)
    large = {"n0": drawn(1500, 1000, "PNG", compress_level=0)}
    assert 4_000_000 < len(large["n0"]) < BYTES
    assert (await told(cast, large, **WORDS)).status_code == 303
    for path in (f"/de/ideas/{cast.idea}/project/risks", "/de/ideas/new", f"/de/ideas/{cast.idea}/join"):
        assert (await send(cast.member, path, large)).status_code == 413, path
    assert (await told(cast, {"n0": bytes(4 * BYTES), "n1": bytes(BYTES)})).status_code == 413


async def test_pictures_are_bounded_for_an_update_and_for_a_day(arena: Arena) -> None:
    cast, small = start(arena), drawn(60, 40)
    words = {f"pictures.n{n}.alt": "Kreis" for n in range(4)}
    number = number_of(await told(cast, {f"n{n}": small for n in range(4)}, **words))
    more = {"title": "Mehr", "markdown": "Text", "rev": "1", "note": "Noch eins", "pictures.n0.alt": "Fünftes"}
    fifth = await send(cast.member, f"/de/updates/{number}/edit", {"n0": small}, **more)
    assert (fifth.status_code, "höchstens 4 Bilder" in fifth.text) == (409, True)
    five = {f"n{n}": small for n in range(5)}
    assert (await told(cast, five, **words)).status_code == 400
    cast.arena.store.write_now(_many, cast, number)
    refused = await told(cast, {"n0": small}, **WORDS)
    assert (refused.status_code, "am Tag höchstens" in refused.text) == (409, True)


def _many(tx: Tx, cast: Cast, number: int) -> None:
    row = {"update_id": number, "idea_id": cast.idea, "person_id": cast.member.id, "alt": "Kreis", "at": tx.now}
    row |= {"width": 1, "height": 1, "small": b"", "large": b"", "removed": True, "caption": "", "author": ""}
    tx.db.execute(insert(Picture), [row | {"hidden": False}] * (MOST_A_DAY - 4))
