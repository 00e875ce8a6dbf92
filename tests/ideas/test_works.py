"""A profile shows the ideas somebody has a part in, and none that are still a draft."""

from tests.ideas.posted import draft, post, seen
from tests.people import Arena


async def test_a_profile_shows_what_somebody_carries(arena: Arena) -> None:
    author = arena.person()
    await post(author, title="Der Steg am Kanal")
    await draft(author, title="Noch ganz geheim")
    shown = seen(await arena.visitor().get(f"/de/actors/{author.id}"))
    assert "Der Steg am Kanal" in shown
    assert "Verantwortung tragen" in shown
    assert "Noch ganz geheim" not in shown


async def test_what_is_done_for_an_organisation_stands_on_its_profile(arena: Arena) -> None:
    member, organisation = arena.member("science")
    await post(member, title="Messnetz für Regen", speak_as=organisation)
    assert "Messnetz für Regen" in seen(await arena.visitor().get(f"/en/actors/{organisation}"))
    assert "Messnetz für Regen" not in seen(await arena.visitor().get(f"/en/actors/{member.id}"))


async def test_nobody_has_no_profile(arena: Arena) -> None:
    assert (await arena.visitor().get("/de/actors/999999999")).status_code == 404
