"""An idea becomes a project, and an idea again: same object, same thread, same address."""

from datetime import timedelta

from sqlalchemy import update

from arena.ideas.model import Idea
from tests.days import today
from tests.ideas.posted import page_of, seen
from tests.ideas.sown import sow
from tests.people import Arena
from tests.projects.cast import SOON, entry, start


async def test_carriers_make_an_idea_a_project_with_a_public_reason(arena: Arena) -> None:
    cast = start(arena, begun=False)
    begin, page = f"/ideas/{cast.idea}/project/begin", f"/de/ideas/{cast.idea}/project"
    assert (await arena.visitor().get(page)).status_code == 404
    assert "Zum Projekt machen" in (await page_of(cast.carrier, cast.idea)).text
    assert "Zum Projekt machen" not in (await page_of(cast.member, cast.idea)).text
    assert (await cast.carrier.get(f"/de{begin}")).status_code == 200
    missing = await cast.do(begin, why=" ", review_due="gestern")
    assert missing.status_code == 422
    assert 'value="gestern"' in missing.text
    past = await cast.do(begin, why="Jetzt geht es los.", review_due=(today() - timedelta(days=3)).isoformat())
    assert (past.status_code, "Jetzt geht es los." in past.text) == (422, True)
    done = await cast.do(begin, why="Jetzt geht es los.", review_due=SOON.isoformat())
    assert (done.status_code, done.headers["location"]) == (303, f"{page}?done=projects.begin.done")
    shown = seen(await arena.visitor().get(page))
    assert "Jetzt geht es los." in shown
    assert "Zurück zum Projekt" not in shown
    idea_page = seen(await page_of(arena.visitor(), cast.idea))
    assert "hat die Idee zum Projekt gemacht" in idea_page
    assert "Zur Seite des Projekts" in idea_page
    row, told = cast.row(), arena.store.read_now(entry, cast.idea)
    assert (row.stage, row.progress, told.kind, told.why) == ("project", None, "projects.begin", "Jetzt geht es los.")
    assert told.actor_id == cast.organisation
    assert (await cast.do(begin, why="Noch einmal")).status_code == 409
    cast.agrees()


async def test_stepping_back_is_a_correction_and_the_plan_stays_readable(arena: Arena) -> None:
    cast = start(arena)
    cast.milestone("Aufbau am Platz")
    back = f"/ideas/{cast.idea}/project/back"
    assert (await cast.carrier.get(f"/de{back}")).status_code == 200
    assert (await cast.do(back, why="")).status_code == 422
    assert (await cast.do(back, why="Der Ort ist weg.")).status_code == 303
    row, told = cast.row(), arena.store.read_now(entry, cast.idea)
    assert (row.stage, row.progress, row.next_milestone) == ("idea", None, None)
    assert told.kind == "projects.step_back"
    assert told.corrects
    shown = seen(await arena.visitor().get(f"/de/ideas/{cast.idea}/project"))
    assert "Das ist zurzeit kein Projekt" in shown
    assert "Aufbau am Platz" in shown
    cast.agrees()
    for path in (back, f"/ideas/{cast.idea}/project/plan", f"/ideas/{cast.idea}/project/team"):
        assert (await cast.do(path)).status_code == 409, path
    assert (await cast.do(f"/ideas/{cast.idea}/project/begin", why="Ein neuer Ort.")).status_code == 303
    assert (cast.row().progress, cast.row().next_milestone) == (0, "Aufbau am Platz")
    cast.agrees()


async def test_what_carriers_alone_may_do_is_refused_to_all_others(arena: Arena) -> None:
    cast = start(arena)
    milestone = cast.milestone()
    base, stranger = f"/de/ideas/{cast.idea}/project", arena.person()
    doors = [f"{base}/{part}" for part in ("begin", "back", "plan", "team", "risks", "review")]
    doors += [f"/de/milestones/{milestone}"]
    posts = [*doors, f"{base}/review/day", f"/de/milestones/{milestone}/reach", f"/de/milestones/{milestone}/drop"]
    for door in doors:
        for someone, status in ((arena.visitor(), 303), (stranger, 403), (cast.member, 403)):
            assert (await someone.get(door)).status_code == status, (door, status)
    for door in posts:
        for someone, status in ((arena.visitor(), 303), (stranger, 403), (cast.member, 403)):
            answer = await someone.post(door)
            assert answer.status_code == status, (door, status)
    assert (await arena.visitor().get(base)).status_code == 200
    assert cast.kinds() == ["projects.begin", "projects.plan"]
    for door in ("/de/milestones/999999", "/de/risks/999999", "/de/updates/999999", "/de/ideas/999999/project/plan"):
        assert (await cast.carrier.get(door)).status_code == 404, door
    assert (await cast.do(f"/milestones/{milestone}/burn")).status_code == 404


async def test_what_is_missing_is_said_with_the_place_where_it_is_mended(arena: Arena) -> None:
    author = arena.person()
    idea = arena.store.write_now(sow, author.voice)
    door = f"/de/ideas/{idea}/project/begin"
    assert f"/de/ideas/{idea}/needs" in (await author.get(door)).text
    refused = await author.post(door, {"why": "Wir wollen."})
    assert (refused.status_code, "Wir wollen." in refused.text) == (422, True)
    for gap in ("organisation", "sectors", "purpose", "doing"):
        assert f'href="#f-gate.{gap}"' in refused.text
        assert f'id="f-gate.{gap}"' in refused.text
    assert (await arena.visitor().get(f"/de/ideas/{idea}/project")).status_code == 404


async def test_a_withdrawn_idea_is_no_project_that_runs(arena: Arena) -> None:
    cast = start(arena)
    milestone = cast.milestone()
    assert (await cast.do(f"/ideas/{cast.idea}/withdraw", reason="Es gibt das schon.")).status_code == 303
    assert "zurückgezogen" in (await arena.visitor().get(f"/de/ideas/{cast.idea}/project")).text
    assert (await cast.do(f"/milestones/{milestone}/reach")).status_code == 409
    assert (await cast.do(f"/ideas/{cast.idea}/project/back", why="Doch nicht")).status_code == 409


async def test_what_became_a_measure_at_once_is_planned_like_a_project(arena: Arena) -> None:
    cast = start(arena, begun=False)
    arena.store.write_now(lambda tx: tx.db.execute(update(Idea).where(Idea.id == cast.idea).values(stage="measure")))
    page = f"/de/ideas/{cast.idea}/project"
    assert "Maßnahme" in (await arena.visitor().get(page)).text
    cast.milestone("Aufbau")
    assert "Aufbau" in (await arena.visitor().get(page)).text
    assert (await cast.do(f"/ideas/{cast.idea}/project/back", why="Zurück")).status_code == 409
    assert cast.row().progress == 0
