"""Memberships: invited by e-mail, accepted by the one who was meant, changed and ended by stewards."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import select

from arena.actors.model import Membership
from arena.store.outbox import Outbox
from tests.actors.post import link_to, mails_to, new_address, newcomer, token_in
from tests.people import Arena, Someone


async def _invite(by: Someone, number: int, email: str, **change: str) -> int:
    form = {"email": email, "mandate": "Projektleitung"} | change
    return (await by.post(f"/de/organisations/{number}/members", form)).status_code


def _mandate(arena: Arena, number: int, person: int) -> tuple[str, bool, str] | None:
    columns = (Membership.mandate, Membership.steward, Membership.state)
    query = select(*columns).where(Membership.organisation_id == number, Membership.person_id == person)
    row = arena.store.read_now(lambda db: db.execute(query).first())
    return (row.mandate, row.steward, row.state) if row else None


async def _joined(arena: Arena, steward: Someone, number: int, *, keeps: bool = False) -> Someone:
    """A further member, invited and accepted through the door."""
    address = new_address()
    someone = arena.person(email=address)
    change = {"steward": "yes"} if keeps else {}
    assert await _invite(steward, number, address, **change) == 303
    answer = await someone.post(f"/de/organisations/{number}/invitation", {"answer": "accept"})
    assert answer.status_code == 303
    return someone


async def test_a_person_with_an_account_is_invited_and_accepts(arena: Arena) -> None:
    steward, number = arena.member("business", "Solar & Söhne")
    address = new_address()
    someone = arena.person("Jonas Weber", email=address)
    assert await _invite(steward, number, address) == 303
    link = await link_to(arena, address)
    assert link == f"/de/organisations/{number}/invitation"
    assert _mandate(arena, number, someone.id) is None
    page = (await someone.get(link)).text
    assert "Solar &amp; Söhne" in page
    assert "Projektleitung" in page
    assert "Einladung ansehen" in (await someone.get("/de/me/settings")).text
    answer = await someone.post(link, {"answer": "accept"})
    assert answer.headers["location"] == f"/de/actors/{number}?done=actors.accept.done"
    assert _mandate(arena, number, someone.id) == ("Projektleitung", False, "active")
    assert (await someone.post(link, {"answer": "accept"})).status_code == 404
    kinds = arena.store.read_now(
        lambda db: db.execute(select(Outbox.kind).where(Outbox.actor_id == number).order_by(Outbox.id)).scalars().all()
    )
    assert kinds == ["actors.invite", "actors.accept"]


async def test_somebody_without_an_account_signs_up_on_the_way(arena: Arena) -> None:
    steward, number = arena.member("science")
    address, visitor = new_address(), arena.visitor()
    assert await _invite(steward, number, address, steward="yes") == 303
    link = await link_to(arena, address)
    asked = (await visitor.get(link)).headers["location"]
    assert asked == f"/de/sign-in?next={link}"
    form = {"name": "Kim", "email": address, "next": link}
    await visitor.post("/de/sign-up", form)
    confirm = await link_to(arena, address, 2)
    assert (await visitor.post("/de/link", {"token": token_in(confirm)})).headers["location"] == link
    assert (await visitor.post(link, {"answer": "accept"})).status_code == 303
    assert (await visitor.get(f"/de/organisations/{number}/members")).status_code == 200


async def test_an_invitation_is_for_its_address_alone(arena: Arena) -> None:
    steward, number = arena.member("politics")
    address = new_address()
    await _invite(steward, number, address)
    stranger = arena.person()
    page = await stranger.get(f"/de/organisations/{number}/invitation")
    assert "keine offene Einladung" in page.text
    for answer in ("accept", "decline"):
        path = f"/de/organisations/{number}/invitation"
        assert (await stranger.post(path, {"answer": answer})).status_code == 404
        assert (await arena.visitor().post(path, {"answer": answer})).status_code == 303
    assert _mandate(arena, number, stranger.id) is None


async def test_an_invitation_can_be_declined_taken_back_and_grow_too_old(arena: Arena) -> None:
    steward, number = arena.member("business")
    path = f"/de/organisations/{number}/invitation"
    first, second, third = (arena.person(email=new_address()) for _ in range(3))
    addresses = [await _address_of(arena, one) for one in (first, second, third)]
    for address in addresses:
        await _invite(steward, number, address)
    answer = await first.post(path, {"answer": "decline"})
    assert "actors.decline.done" in answer.headers["location"]
    page = (await steward.get(f"/de/organisations/{number}/members")).text
    assert addresses[0] not in page
    assert addresses[1] in page
    invitation = re.findall(rf"/organisations/{number}/invitations/(\d+)", page)[0]
    taken = f"/de/organisations/{number}/invitations/{invitation}"
    assert (await third.post(taken)).status_code == 403
    assert (await steward.post(taken)).status_code == 303
    assert (await second.post(path, {"answer": "accept"})).status_code == 404
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15)):
        assert (await third.post(path, {"answer": "accept"})).status_code == 404
    assert (await third.post(path, {"answer": "accept"})).status_code == 303


async def _address_of(arena: Arena, someone: Someone) -> str:
    page = (await someone.get("/de/me/settings")).text
    found = re.search(r"[\w.]+@example\.org", page)
    assert found
    return found[0]


async def test_who_keeps_it_sees_the_same_for_known_and_unknown_addresses(arena: Arena) -> None:
    steward, number = arena.member("business")
    _, known = await newcomer(arena)
    pages = []
    for address in (known, new_address()):
        await _invite(steward, number, address)
        page = (await steward.get(f"/de/organisations/{number}/members")).text
        pages.append(re.sub(r"invitations/\d+", "", page.replace(address, "X")))
        invitation = re.findall(rf"/organisations/{number}/invitations/(\d+)", page)[0]
        await steward.post(f"/de/organisations/{number}/invitations/{invitation}")
    assert pages[0] == pages[1]


async def test_only_stewards_invite_and_change_members(arena: Arena) -> None:
    steward, number = arena.member("administration")
    member = await _joined(arena, steward, number)
    address = new_address()
    for someone, status in ((member, 403), (arena.person(), 403), (arena.visitor(), 303)):
        here = f"/de/organisations/{number}/members"
        assert (await someone.get(here)).status_code == status
        assert await _invite(someone, number, address) == status
        assert (await someone.post(f"{here}/{steward.id}", {"mandate": "Nichts"})).status_code == status
        assert (await someone.post(f"{here}/{steward.id}/end")).status_code == status
    assert _mandate(arena, number, steward.id) == ("Sprecherin", True, "active")


async def test_a_steward_changes_a_mandate_and_hands_the_task_on(arena: Arena) -> None:
    steward, number = arena.member("civil-society")
    member = await _joined(arena, steward, number)
    here = f"/de/organisations/{number}/members"
    answer = await steward.post(f"{here}/{member.id}", {"mandate": "Vorstand", "steward": "yes"})
    assert answer.status_code == 303
    assert _mandate(arena, number, member.id) == ("Vorstand", True, "active")
    assert (await member.post(f"{here}/{steward.id}", {"mandate": "Beirat"})).status_code == 303
    assert _mandate(arena, number, steward.id) == ("Beirat", False, "active")
    assert (await steward.get(here)).status_code == 403
    assert (await member.post(f"{here}/{member.id}", {"mandate": ""})).status_code == 422
    assert (await member.post(f"{here}/999999999999999", {"mandate": "X", "steward": "yes"})).status_code == 404


async def test_the_last_steward_stays(arena: Arena) -> None:
    steward, number = arena.member("business")
    await _joined(arena, steward, number)
    here = f"/de/organisations/{number}"
    for path, form in (
        (f"{here}/members/{steward.id}", {"mandate": "Beirat"}),
        (f"{here}/members/{steward.id}/end", {}),
        (f"{here}/leave", {}),
    ):
        answer = await steward.post(path, form)
        assert answer.status_code == 409
        assert "Mindestens eine Person" in answer.text
    assert _mandate(arena, number, steward.id) == ("Sprecherin", True, "active")


async def test_two_stewards_who_leave_at_once_do_not_both_go(arena: Arena) -> None:
    first, number = arena.member("business")
    second = await _joined(arena, first, number, keeps=True)
    answers = await asyncio.gather(*(one.post(f"/de/organisations/{number}/leave") for one in (first, second)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]


async def test_a_member_leaves_and_can_no_longer_speak_in_the_name(arena: Arena) -> None:
    steward, number = arena.member("science")
    member = await _joined(arena, steward, number)
    assert (await member.post("/de/voice", {"speak_as": str(number)})).status_code == 303
    answer = await member.post(f"/de/organisations/{number}/leave")
    assert "actors.leave.done" in answer.headers["location"]
    assert _mandate(arena, number, member.id) == ("Projektleitung", False, "ended")
    assert (await member.post("/de/voice", {"speak_as": str(number)})).status_code == 403
    assert (await member.post(f"/de/organisations/{number}/leave")).status_code == 404
    assert (await arena.person().post(f"/de/organisations/{number}/leave")).status_code == 404


async def test_a_steward_ends_a_membership_and_may_invite_again(arena: Arena) -> None:
    steward, number = arena.member("science")
    member = await _joined(arena, steward, number)
    answer = await steward.post(f"/de/organisations/{number}/members/{member.id}/end")
    assert answer.status_code == 303
    assert (await member.post("/de/voice", {"speak_as": str(number)})).status_code == 403
    address = await _address_of(arena, member)
    assert await _invite(steward, number, address, mandate="Wieder da") == 303
    await member.post(f"/de/organisations/{number}/invitation", {"answer": "accept"})
    assert _mandate(arena, number, member.id) == ("Wieder da", False, "active")


async def test_a_second_invitation_replaces_the_first_and_keeps_a_member_as_they_are(arena: Arena) -> None:
    steward, number = arena.member("science")
    address = new_address()
    someone = arena.person(email=address)
    await _invite(steward, number, address, mandate="Erst")
    await _invite(steward, number, address, mandate="Dann", steward="yes")
    assert len(await mails_to(arena, address, 2)) == 2
    await someone.post(f"/de/organisations/{number}/invitation", {"answer": "accept"})
    assert _mandate(arena, number, someone.id) == ("Dann", True, "active")
    await _invite(steward, number, address, mandate="Herabgestuft")
    await someone.post(f"/de/organisations/{number}/invitation", {"answer": "accept"})
    assert _mandate(arena, number, someone.id) == ("Dann", True, "active")


async def test_what_is_wrong_with_an_invitation_is_said_at_the_field(arena: Arena) -> None:
    steward, number = arena.member("science")
    page = await steward.post(f"/de/organisations/{number}/members", {"email": "a@b", "mandate": ""})
    assert page.status_code == 422
    assert 'href="#f-email"' in page.text
    assert 'href="#f-mandate"' in page.text
