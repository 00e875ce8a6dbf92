"""Whoever moderates is known with the session, in one statement; what is taken back is gone with the next click."""

from sqlalchemy import event

from arena.actors.session import who, who_all, who_with
from arena.growing.waiting import asked
from arena.ideas.commitments import waiting
from arena.insight.news import unread_news
from arena.moderation.grant import grant, revoke
from arena.moderation.waiting import open_cases
from arena.store import Store
from tests.moderation.acting import decide, email_of, insulted, moderator, report
from tests.people import Arena, Someone


async def test_a_moderator_finds_the_desk_in_the_menu_until_it_is_taken_back(arena: Arena) -> None:
    mod = moderator(arena)
    assert 'href="/de/moderation"' in (await mod.get("/de/ideas")).text
    assert (await mod.get("/de/moderation")).status_code == 200
    email = arena.store.read_now(email_of, mod)
    assert arena.store.write_now(revoke, email)
    assert (await mod.get("/de/moderation")).status_code == 404
    assert 'href="/de/moderation"' not in (await mod.get("/de/ideas")).text
    assert not arena.store.write_now(revoke, email)
    assert arena.store.write_now(grant, email)
    assert not arena.store.write_now(grant, f" {email.upper()} ")
    assert (await mod.get("/de/moderation")).status_code == 200


def test_who_asks_and_whether_they_moderate_is_one_statement(arena: Arena, store: Store) -> None:
    mod, person = moderator(arena), arena.person()
    ran: list[str] = []

    def look() -> list[bool]:
        reader = who_with(waiting() + asked(), unread_news(), open_cases())

        def both(db):  # type: ignore[no-untyped-def]
            event.listen(db, "before_cursor_execute", lambda *run: ran.append(run[2]))
            told = [reader(db, one.token).moderates for one in (mod, person)]
            told += [who(db, one.token).moderates for one in (mod, person)]
            people = who_all(db, [mod.token, person.token])
            return told + [people[one.token].moderates for one in (mod, person)]

        return store.read_now(both)

    assert look() == [True, False] * 3
    assert sum(statement.startswith("SELECT") for statement in ran) == 5


async def test_the_head_counts_what_waits_for_those_who_may_decide_it(arena: Arena) -> None:
    mod, other, person = moderator(arena), moderator(arena), arena.person()
    _, theirs = await insulted(arena, arena.person())
    _, own = await insulted(arena, mod)
    before = [cases(arena, one) for one in (mod, other, person)]
    for number in (theirs, own):
        await report(arena.person(), number)
    assert [cases(arena, one) for one in (mod, other, person)] == [before[0] + 1, before[1] + 2, 0]
    assert f">({before[0] + 1} " in (await mod.get("/de/ideas")).text
    await decide(other, theirs)
    assert cases(arena, mod) == before[0]


def cases(arena: Arena, someone: Someone) -> int:
    """What the head of a page counts for somebody."""
    me = arena.store.read_now(who_with(waiting(), unread_news(), open_cases()), someone.token or "")
    assert me
    return me.cases
