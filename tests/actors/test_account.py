"""One's own account: profile, password, in whose name to speak, the links of a demo, and what is seen when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from arena.actors.demo import demo_link
from arena.actors.links import DeadLink, look_up, use
from arena.actors.model import Invitation, Login, SignInLink
from arena.actors.seen import Seen
from arena.actors.session import hashed
from tests.actors.post import GOOD, link_to, mails_to, newcomer, token_in
from tests.people import Arena

BETTER = "Vier Wörter ohne Sinn"


async def test_a_person_changes_their_profile(arena: Arena) -> None:
    someone = arena.person("Alt")
    form = {"name": "  Neue \n Zeile ", "about": "Ich baue\n\nLastenräder.", "language": "en"}
    answer = await someone.post("/de/me/profile", form)
    assert answer.headers["location"] == "/de/me/settings?done=accounts.profile.done"
    page = (await arena.visitor().get(f"/de/actors/{someone.id}")).text
    assert "Neue Zeile" in page
    assert "Lastenräder." in page
    assert "Ihr Profil ist gespeichert." in (await someone.get(answer.headers["location"])).text


@pytest.mark.parametrize("change", [{"name": ""}, {"about": "x" * 1001}, {"language": "fr"}])
async def test_a_strange_profile_is_refused(arena: Arena, change: dict[str, str]) -> None:
    form = {"name": "Kim", "about": "", "language": "de"} | change
    page = await arena.person().post("/de/me/profile", form)
    assert page.status_code == 422


async def test_a_visitor_has_no_account(arena: Arena) -> None:
    visitor = arena.visitor()
    assert (await visitor.get("/de/me/settings")).headers["location"] == "/de/sign-in?next=/de/me/settings"
    for path in ("/de/me/profile", "/de/me/password", "/de/me/password/link", "/de/voice"):
        assert (await visitor.post(path)).headers["location"].startswith("/de/sign-in")


async def test_changing_the_password_ends_other_sessions_and_tells_by_mail(arena: Arena) -> None:
    someone, address = await newcomer(arena, password=GOOD)
    other = arena.visitor()
    await other.post("/de/sign-in", {"email": address, "password": GOOD})
    assert (await other.get("/de/me/settings")).status_code == 200
    form = {"password": GOOD, "new_password": BETTER}
    assert (await someone.post("/de/me/password", form)).headers["location"].endswith("accounts.password.done")
    assert (await someone.get("/de/me/settings")).status_code == 200
    assert (await other.get("/de/me/settings")).status_code == 303
    assert (await other.post("/de/sign-in", {"email": address, "password": GOOD})).status_code == 422
    assert (await other.post("/de/sign-in", {"email": address, "password": BETTER})).status_code == 303
    assert (await mails_to(arena, address, 2))[0].subject == "Ihr Passwort wurde geändert"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"password": "falsch falsch", "new_password": BETTER}, "password"),
        ({"password": GOOD, "new_password": "kurz"}, "new_password"),
        ({"password": GOOD, "new_password": "qwertz1234"}, "new_password"),
    ],
)
async def test_a_password_is_not_changed_without_the_old_one_or_for_a_weak_one(
    arena: Arena, form: dict[str, str], field: str
) -> None:
    someone, address = await newcomer(arena, password=GOOD)
    page = await someone.post("/de/me/password", form)
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert (await arena.visitor().post("/de/sign-in", {"email": address, "password": GOOD})).status_code == 303


async def test_a_forgotten_password_is_replaced_by_a_link(arena: Arena) -> None:
    someone, address = await newcomer(arena, password=GOOD)
    visitor = arena.visitor()
    answer = await visitor.post("/de/sign-in/forgotten", {"email": address})
    assert answer.headers["location"] == "/de/sign-in/sent"
    path = await link_to(arena, address, 2)
    assert "Neues Passwort festlegen" in (await visitor.get(path)).text
    weak = await visitor.post("/de/link", {"token": token_in(path), "password": "kurz"})
    assert weak.status_code == 422
    done = await visitor.post("/de/link", {"token": token_in(path), "password": BETTER})
    assert done.headers["location"] == "/de/?done=accounts.password.done"
    assert (await someone.get("/de/me/settings")).status_code == 303
    assert (await visitor.get("/de/me/settings")).status_code == 200
    assert (await visitor.post("/de/link", {"token": token_in(path), "password": BETTER})).status_code == 410


async def test_a_link_serves_its_own_purpose_alone(arena: Arena) -> None:
    someone, address = await newcomer(arena)
    await someone.post("/de/me/password/link")
    token = token_in(await link_to(arena, address, 2))
    for purpose in ("sign-in", "sign-up", "demo"):
        with pytest.raises(DeadLink):
            arena.store.write_now(use, token, purpose, demo=True)
    assert (await someone.post("/de/link", {"token": token, "password": BETTER})).status_code == 303


async def test_a_member_chooses_in_whose_name_to_speak(arena: Arena) -> None:
    member, number = arena.member("business", "Solar AG", steward=False)
    answer = await member.post("/de/voice", {"speak_as": str(number)})
    assert answer.headers["location"] == "/de/me/settings?done=accounts.voice.done"
    assert f'<option value="{number}" selected>' in (await member.get("/de/me/settings")).text
    assert (await member.post("/de/voice", {"speak_as": str(member.id)})).status_code == 303
    assert f'<option value="{member.id}" selected>' in (await member.get("/de/me/settings")).text


@pytest.mark.parametrize("strange", ["999999999999999999999", "-1", "x"])
async def test_nobody_speaks_in_a_name_without_a_mandate(arena: Arena, strange: str) -> None:
    _, number = arena.member("business")
    resident = arena.person()
    assert (await resident.post("/de/voice", {"speak_as": str(number)})).status_code == 403
    assert (await resident.post("/de/voice", {"speak_as": strange})).status_code in (400, 403)


async def test_a_demo_link_signs_in_as_often_as_one_likes(arena: Arena) -> None:
    someone = arena.person("Fatma Yıldız")
    path = arena.store.write_now(demo_link, someone.id)
    for _ in range(2):
        visitor = arena.visitor()
        assert "Fatma Yıldız" in (await visitor.get(path)).text
        assert (await visitor.post("/de/link", {"token": token_in(path)})).status_code == 303
        assert (await visitor.get("/de/me/settings")).status_code == 200
    newer = arena.store.write_now(demo_link, someone.id)
    assert (await arena.visitor().get(path)).status_code == 410
    assert (await arena.visitor().get(newer)).status_code == 200


async def test_a_demo_link_is_dead_where_there_is_no_demo(arena: Arena) -> None:
    token = token_in(arena.store.write_now(demo_link, arena.person().id))
    with pytest.raises(DeadLink):
        arena.store.read_now(look_up, token, demo=False)
    with pytest.raises(DeadLink):
        arena.store.write_now(use, token, "demo", demo=False)


async def test_when_a_session_was_seen_is_written_at_most_hourly(arena: Arena) -> None:
    someone, seen = arena.person(), Seen()
    login = hashed(someone.token or "")
    query = select(Login.seen_at).where(Login.token_hash == login)
    long_ago, just_now = datetime.now(UTC) - timedelta(hours=5), datetime.now(UTC) - timedelta(minutes=50)
    for before, written in ((long_ago, True), (just_now, False)):
        arena.store.write_now(lambda tx, at=before: tx.db.execute(update(Login).values(seen_at=at)))
        assert arena.store.read_now(seen.who, someone.token or "")
        assert arena.store.read_now(lambda db: db.execute(query).scalar_one()) == before
        await seen.write(arena.store)
        after = arena.store.read_now(lambda db: db.execute(query).scalar_one())
        assert (after > datetime.now(UTC) - timedelta(minutes=1)) is written


async def test_what_expired_is_forgotten(arena: Arena) -> None:
    someone, number = arena.member("science")
    await someone.post(f"/de/organisations/{number}/members", {"email": "alt@example.org", "mandate": "Beirat"})
    arena.store.write_now(demo_link, someone.id)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=400)):
        await Seen().write(arena.store)
    for table, mine in (
        (Login, Login.person_id == someone.id),
        (SignInLink, SignInLink.person_id == someone.id),
        (Invitation, Invitation.organisation_id == number),
    ):
        assert arena.store.read_now(lambda db, t=table, m=mine: db.execute(select(t).where(m)).first()) is None
