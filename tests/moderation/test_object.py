"""The author objects once, and somebody else of the moderation decides where there is somebody else."""

from tests.actors.post import mails_to
from tests.moderation.acting import acts, alone, cases, decide, email_of, insulted, moderator, stored
from tests.people import Answer, Arena, Someone


async def object_to(someone: Someone, act: int, words: str = "Das war ein Zitat aus der Zeitung.") -> Answer:
    """Send the form of an objection."""
    return await someone.post(f"/de/moderation/acts/{act}", {"words": words})


async def hidden(arena: Arena, author: Someone, mod: Someone) -> tuple[int, int]:
    """A contribution that was hidden, and the number of the act."""
    _, number = await insulted(arena, author)
    assert (await decide(mod, number)).status_code == 303
    return number, (await arena.store.read(acts, number))[-1].id


async def test_an_objection_goes_to_somebody_else_who_shows_it_again(arena: Arena) -> None:
    alone(arena)
    author, mod, other = arena.person(), moderator(arena), moderator(arena)
    number, act = await hidden(arena, author, mod)
    assert "Widersprechen" in (await author.get(f"/de/moderation/acts/{act}")).text
    assert (await object_to(author, act)).status_code == 303
    page = (await author.get(f"/de/moderation/acts/{act}")).text
    assert "Das war ein Zitat aus der Zeitung." in page
    assert "Widersprechen" not in page
    assert "Das war ein Zitat" in (await other.get("/de/moderation")).text
    refused = await decide(mod, number, "restore")
    assert refused.status_code == 403
    assert "richtet sich gegen Ihre Entscheidung" in (await mod.get(f"/de/moderation/posts/{number}")).text
    assert (await decide(other, number, "restore", reason="Ein Zitat, richtig.")).status_code == 303
    assert (await arena.store.read(stored, number)).state == "visible"
    (case,) = await arena.store.read(cases, number)
    assert (case.state, case.against) == ("closed", act)
    letters = await mails_to(arena, await arena.store.read(email_of, author), 2)
    assert letters[0].subject == "Ihr Beitrag ist wieder zu sehen"


async def test_it_may_stay_hidden_and_that_is_the_end_of_it(arena: Arena) -> None:
    author, mod, other = arena.person(), moderator(arena), moderator(arena)
    number, act = await hidden(arena, author, mod)
    assert (await object_to(author, act)).status_code == 303
    assert (await object_to(author, act, "Und noch etwas.")).status_code == 303
    assert [case.words for case in await arena.store.read(cases, number)] == ["Das war ein Zitat aus der Zeitung."]
    assert (await decide(other, number, "keep", reason="Auch ein Zitat verletzt.")).status_code == 303
    assert (await object_to(author, act, "Trotzdem nicht.")).status_code == 303
    assert len(await arena.store.read(cases, number)) == 1
    page = (await author.get(f"/de/moderation/acts/{act}")).text
    assert "Das wurde entschieden" in page
    letters = await mails_to(arena, await arena.store.read(email_of, author), 2)
    assert letters[0].subject == "Ihr Widerspruch: der Beitrag bleibt verborgen"


async def test_the_only_moderator_looks_again_themselves(arena: Arena) -> None:
    alone(arena)
    author, mod = arena.person(), moderator(arena)
    number, act = await hidden(arena, author, mod)
    await object_to(author, act)
    assert (await decide(mod, number, "keep")).status_code == 303


async def test_a_moderator_whose_own_words_they_are_is_nobody_else(arena: Arena) -> None:
    alone(arena)
    author, mod = moderator(arena), moderator(arena)
    number, act = await hidden(arena, author, mod)
    await object_to(author, act)
    assert (await decide(author, number, "restore")).status_code == 404
    assert (await decide(mod, number, "restore")).status_code == 303


async def test_nobody_else_objects_nor_without_words_nor_to_what_is_over(arena: Arena) -> None:
    author, mod = arena.person(), moderator(arena)
    number, act = await hidden(arena, author, mod)
    for someone, status in ((arena.person(), 404), (mod, 404), (arena.visitor(), 303)):
        assert (await object_to(someone, act)).status_code == status
    for words in ("", "x" * 1025):
        answer = await object_to(author, act, words)
        assert (answer.status_code, words in answer.text) == (422, True)
    assert not await arena.store.read(cases, number)
    assert (await decide(mod, number, "restore")).status_code == 303
    assert (await object_to(author, act)).status_code == 409
    restored = (await arena.store.read(acts, number))[-1].id
    assert (await object_to(author, restored)).status_code == 404
    assert (await decide(mod, number)).status_code == 303
    assert (await object_to(author, act)).status_code == 409
    again = (await arena.store.read(acts, number))[-1].id
    assert (await object_to(author, again)).status_code == 303, "another act, another objection"
