"""My ideas: one's own drafts and ideas, and those of one's organisations."""

from tests.ideas.posted import draft, post
from tests.people import Arena


async def test_a_person_finds_drafts_and_ideas_and_nobody_elses(arena: Arena) -> None:
    member, organisation = arena.member("science")
    await draft(member, title="Mein Entwurf")
    await post(member, title="Unser Vorhaben", speak_as=str(organisation))
    await post(arena.person(), title="Fremdes Vorhaben")
    for lang, word in (("de", "Entwürfe"), ("en", "Drafts")):
        page = (await member.get(f"/{lang}/ideas/mine")).text
        assert word in page
        assert "Mein Entwurf" in page
        assert "Unser Vorhaben" in page
        assert "Fremdes Vorhaben" not in page
    assert "Ein Titel genügt" in (await arena.person().get("/de/ideas/mine")).text


async def test_a_visitor_is_asked_to_sign_in(arena: Arena) -> None:
    assert (await arena.visitor().get("/de/ideas/mine")).headers["location"].startswith("/de/sign-in")
