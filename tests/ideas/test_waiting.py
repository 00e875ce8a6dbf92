"""What waits for somebody's answer is counted in the head of every page."""

from arena.actors.session import hashed, who_with
from arena.ideas.commitments import waiting
from arena.store import Store
from tests.ideas.sown import commitments_in, sow
from tests.ideas.test_join import offer
from tests.ideas.test_list_cost import statements
from tests.people import Arena, Someone


async def _said(someone: Someone, page: str = "/de/organisations") -> bool:
    return "Eine Anfrage wartet auf Ihre Antwort" in (await someone.get(page)).text


async def test_an_offer_waits_for_those_who_carry_the_idea_until_it_is_answered(arena: Arena, store: Store) -> None:
    author, joiner = arena.person(), arena.person()
    idea = await store.write(sow, author.voice)
    assert not await _said(author)
    await offer(joiner, idea)
    assert await _said(author)
    assert not await _said(joiner)
    assert "One request waits for your answer" in (await author.get("/en/ideas")).text
    made = (await store.read(commitments_in, idea))[-1]
    await author.post(f"/de/commitments/{made.id}/accept", {"sentence": ""})
    assert not await _said(author)


async def test_an_offer_waits_for_every_member_of_an_organisation_that_carries(arena: Arena, store: Store) -> None:
    member, organisation = arena.member("science")
    me = store.read_now(arena.app.state.who, member.token) if arena.app else None
    assert me
    idea = await store.write(sow, me.voice(organisation))
    await offer(arena.person(), idea)
    assert await _said(member)


async def test_counting_it_reads_no_whole_table_and_costs_no_statement(arena: Arena, store: Store) -> None:
    author = arena.person()
    await author.get("/de/organisations")
    with statements() as asked:
        await author.get("/de/organisations")
    assert len(asked) == 2, asked
    if store.dialect != "sqlite":
        return
    with statements() as asked:
        store.read_now(who_with(waiting()), author.token)
    ((statement, facts),) = asked
    assert hashed(author.token or "") in facts
    plan = store.read_now(lambda db: db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", facts).all())
    assert not [row for row in plan if row[3].startswith("SCAN") and row[3] != "SCAN CONSTANT ROW"], plan
