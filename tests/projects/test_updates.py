"""Updates: what a team reports, with pictures, in revisions that stay readable."""

from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from arena.ideas.step import step
from arena.ideas.team_model import Commitment
from arena.projects.report import UpdateText, report
from arena.projects.update_model import Picture
from arena.store import Tx
from arena.threads.model import Post
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, page_of, seen
from tests.people import Answer, Arena, Someone
from tests.projects.cast import Cast, start
from tests.projects.pictures import drawn

TEXT = {"title": "Die Pumpe steht", "markdown": "Seit **Montag** läuft sie.", "language": "de"}


async def send(someone: Someone, path: str, files: dict[str, bytes] | None = None, **form: Any) -> Answer:
    """Send the form as a browser does, with its files."""
    parts = [(name, (None, str(value).encode())) for name, value in form.items()]
    sent = [(f"file.{name}", ("bild.jpg", raw, "image/jpeg")) for name, raw in (files or {}).items()]
    return await someone.http.post(path, files=[*parts, *sent])


async def told(cast: Cast, files: dict[str, bytes] | None = None, **form: Any) -> Answer:
    """Report as the member of the team."""
    key = {"client_key": uuid4().hex}
    return await send(cast.member, f"/de/ideas/{cast.idea}/updates/new", files, **(TEXT | key | form))


def number_of(answer: Answer) -> int:
    """The update an answer leads to."""
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].split("/updates/")[1].split("?")[0])


async def test_a_member_of_the_team_reports_and_everybody_reads_it(arena: Arena) -> None:
    cast = start(arena)
    door = f"/de/ideas/{cast.idea}/updates/new"
    assert (await cast.member.get(door)).status_code == 200
    pictures = {"n0": drawn(), "n1": drawn(300, 300, "PNG")}
    words = {"pictures.n0.alt": HOSTILE, "pictures.n1.alt": "Ein Kreis", "pictures.n1.author": "Ayşe"}
    sent = TEXT | words | {"client_key": "twice"}
    first = number_of(await send(cast.member, door, pictures, **sent))
    assert number_of(await send(cast.member, door, pictures, **sent)) == first
    assert cast.kinds().count("projects.report") == 1
    page = await arena.visitor().get(f"/de/updates/{first}")
    assert "<strong>Montag</strong>" in page.text
    assert HOSTILE_SEEN in seen(page)
    assert "<script>alert" not in page.text
    assert page.text.count("<figure>") == 2
    for path in (f"/de/ideas/{cast.idea}/project", f"/de/ideas/{cast.idea}/updates"):
        assert "Die Pumpe steht" in (await arena.visitor().get(path)).text
    shown = seen(await page_of(arena.visitor(), cast.idea))
    assert "hat berichtet: Die Pumpe steht" in shown
    assert f"/de/updates/{first}" in shown
    cast.agrees()


async def test_only_the_team_reports_and_nothing_of_others_is_read(arena: Arena) -> None:
    cast = start(arena)
    door, number = f"/de/ideas/{cast.idea}/updates/new", number_of(await told(cast))
    for someone, status in ((arena.visitor(), 303), (arena.person(), 403)):
        for path in (door, f"/de/updates/{number}/edit"):
            assert (await someone.get(path)).status_code == status
            assert (await send(someone, path, {"n0": drawn()}, **TEXT)).status_code == status
    idea = start(arena, begun=False)
    assert (await told(idea)).status_code == 409
    assert (await send(cast.member, door, speak_as=cast.organisation, **TEXT)).status_code == 403


async def test_an_update_is_amended_in_revisions_by_its_author_and_by_carriers(arena: Arena) -> None:
    cast = start(arena)
    words = {"pictures.n0.alt": "Ein Kreis", "pictures.n1.alt": "Noch einer"}
    number = number_of(await told(cast, {"n0": drawn(), "n1": drawn()}, **words))
    door = f"/de/updates/{number}/edit"
    one, other = _pictures(cast, number)
    form = await cast.member.get(door)
    assert 'value="Ein Kreis"' in form.text
    changed = TEXT | {"title": "Die Pumpe läuft", "rev": "1", f"pictures.p{one}.alt": "Ein roter Kreis"}
    changed |= {f"pictures.p{other}.remove": "yes", f"pictures.p{other}.alt": "Noch einer"}
    assert (await send(cast.member, door, **changed)).status_code == 422  # why?
    assert (await send(cast.member, door, **changed, note="Genauer")).status_code == 303
    page = seen(await arena.visitor().get(f"/de/updates/{number}"))
    assert "Fassung 2" in page
    assert "Genauer" in page
    assert "<ins>" in page
    assert page.count("<figure>") == 1
    for width in (480, 1280):
        assert (await arena.visitor().get(f"/pictures/{other}/{width}.webp")).status_code == 404
    assert cast.stored(Picture, other).large == b""
    stale = await send(cast.member, door, **changed, note="Ein zweites Mal")
    assert (stale.status_code, "Ein zweites Mal" in stale.text) == (409, True)
    kept = changed | {"rev": "2", "speak_as": str(cast.organisation), "markdown": "Von den Verantwortlichen."}
    assert (await send(cast.carrier, door, **kept, note="Ergänzt")).status_code == 303
    same = kept | {"rev": "3", f"pictures.p{one}.alt": "Ein roter Kreis"}
    assert (await send(cast.carrier, door, **same, note="Nichts")).status_code == 303
    assert cast.kinds().count("projects.amend") == 2
    arena.store.write_now(_leave, cast)
    assert (await send(cast.member, door, **(changed | {"rev": "3"}), note="Nicht mehr im Team")).status_code == 403


async def test_what_is_hidden_in_the_thread_is_hidden_here(arena: Arena) -> None:
    cast = start(arena)
    number = number_of(await told(cast, {"n0": drawn()}, **{"pictures.n0.alt": "Ein Kreis"}))
    (picture,) = _pictures(cast, number)
    assert (await arena.visitor().get(f"/pictures/{picture}/480.webp")).status_code == 200
    arena.store.write_now(_hide, f"/updates/{number}")
    visitor = arena.visitor()
    for path in (f"/de/updates/{number}", f"/pictures/{picture}/480.webp"):
        assert (await visitor.get(path)).status_code == 404
    assert "Die Pumpe steht" not in (await visitor.get(f"/de/ideas/{cast.idea}/updates")).text


async def test_updates_come_a_page_at_a_time(arena: Arena) -> None:
    cast = start(arena)
    for number in range(12):
        arena.store.write_now(report, cast.voice, cast.idea, UpdateText(f"Bericht {number}", "Text"), [])
    first = await arena.visitor().get(f"/de/ideas/{cast.idea}/updates")
    assert first.text.count('class="flow update"') == 10
    onward = first.text.split('href="?before=')[1].split('"')[0]
    older = await arena.visitor().get(f"/de/ideas/{cast.idea}/updates?before={onward}")
    assert older.text.count('class="flow update"') == 2
    assert "Bericht 0" in older.text


def _pictures(cast: Cast, number: int) -> list[int]:
    rows = select(Picture.id).where(Picture.update_id == number).order_by(Picture.id)
    return cast.arena.store.read_now(lambda db: list(db.execute(rows).scalars()))


def _leave(tx: Tx, cast: Cast) -> None:
    mine = select(Commitment.id).where(Commitment.idea_id == cast.idea, Commitment.actor_id == cast.member.id)
    assert cast.member.voice
    step(tx, cast.member.voice, tx.db.execute(mine).scalar_one(), "leave", "Ich ziehe um")


def _hide(tx: Tx, to: str) -> None:
    for post in tx.db.execute(select(Post.id, Post.facts).where(Post.kind == "projects.report")).all():
        if post.facts["to"] == to:
            tx.db.execute(update(Post).where(Post.id == post.id).values(state="hidden"))
