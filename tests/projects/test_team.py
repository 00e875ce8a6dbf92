"""The names of roles in a project's team."""

from tests.ideas.posted import seen
from tests.people import Arena
from tests.projects.cast import start


async def test_carriers_say_what_each_is_called(arena: Arena) -> None:
    cast = start(arena)
    door, page = f"/ideas/{cast.idea}/project/team", f"/de/ideas/{cast.idea}/project"
    names = {f"name.a{cast.organisation}": "Leitung", f"name.a{cast.member.id}": "Technik <b>"}
    assert (await cast.do(door, **names)).status_code == 303
    assert "Technik <b>" in seen(await arena.visitor().get(page))
    assert cast.kinds().count("projects.name_role") == 2
    assert (await cast.do(door, **names)).status_code == 303  # nothing changed
    assert cast.kinds().count("projects.name_role") == 2
    long = await cast.do(door, **{f"name.a{cast.member.id}": "x" * 61})
    assert (long.status_code, "x" * 61 in long.text) == (422, True)
    assert (await cast.do(door, **{f"name.a{arena.person().id}": "Niemand"})).status_code == 404
    assert (await cast.do(door, **{f"name.a{cast.member.id}": ""})).status_code == 303
    assert "Technik" not in (await arena.visitor().get(page)).text
    cast.agrees()
