"""The outcome: a day to look at it, overdue for all to see, and what came of the project."""

from datetime import timedelta

from arena.projects.review import notice_reviews
from tests.days import today
from tests.ideas.posted import page_of, seen
from tests.people import Arena
from tests.projects.cast import SOON, entry, let_pass, start


async def test_the_day_is_set_passes_and_is_met(arena: Arena) -> None:
    cast = start(arena)
    door, page = f"/ideas/{cast.idea}/project/review", f"/de/ideas/{cast.idea}/project"
    assert (await cast.do(door, markdown="Zu früh")).status_code == 409
    for form in ({"review_due": "", "why": "Weil"}, {"review_due": SOON.isoformat(), "why": ""}):
        assert (await cast.do(f"{door}/day", **form)).status_code == 422
    past = (today() - timedelta(days=2)).isoformat()
    assert (await cast.do(f"{door}/day", review_due=past, why="Gestern")).status_code == 422
    assert (await cast.do(f"{door}/day", review_due=SOON.isoformat(), why="Nach einem Sommer")).status_code == 303
    assert (await cast.do(f"{door}/day", review_due=SOON.isoformat())).status_code == 303  # nothing changed
    assert cast.kinds() == ["projects.begin", "projects.set_review"]
    assert (await cast.do(door, markdown="Noch immer zu früh")).status_code == 409
    cast.agrees()
    arena.store.write_now(let_pass, cast.idea, 1)
    assert "überfällig" in (await arena.visitor().get(page)).text
    assert (await cast.carrier.get(f"/de{door}")).status_code == 200
    assert (await cast.do(door, markdown=" ")).status_code == 422
    assert (await cast.do(door, markdown="Es hat **gewirkt**.")).status_code == 303
    shown = seen(await arena.visitor().get(page))
    assert "<strong>gewirkt</strong>" in shown
    assert "überfällig" not in shown
    assert (await cast.do(door, markdown="Doppelt gesendet")).status_code == 409
    told = arena.store.read_now(entry, cast.idea)
    assert (told.kind, told.why) == ("projects.review", "Es hat **gewirkt**.")


async def test_that_the_day_has_passed_is_entered_once_in_nobodys_name(arena: Arena) -> None:
    cast, other = start(arena), start(arena)
    arena.store.write_now(let_pass, cast.idea, 1)
    arena.store.write_now(let_pass, other.idea, 0)  # today is not over
    assert arena.store.write_now(notice_reviews) >= 1
    told = arena.store.read_now(entry, cast.idea)
    assert (told.kind, told.person_id, told.actor_id) == ("projects.review_due", None, None)
    assert "projects.review_due" not in other.kinds()
    assert arena.store.write_now(notice_reviews) == 0
    assert "Blick auf die Wirkung ist vorbei" in seen(await page_of(arena.visitor(), cast.idea))
    arena.store.write_now(let_pass, cast.idea, 5)  # moved, and passed again
    assert arena.store.write_now(notice_reviews) == 1
