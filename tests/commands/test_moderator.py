"""`arena moderator`: the operator names moderators by their address, and nobody else can."""

from arena.migrations.migrate import migrate
from arena.moderation.rules import moderates
from arena.store import Store
from tests.commands.command import Operator
from tests.people import _person


def test_a_moderator_is_named_listed_and_taken_back(operator: Operator) -> None:
    assert operator.run("migrate").status == 0
    store = Store(operator.database)
    store.write_now(migrate)
    person, _ = store.write_now(_person, "Ada", "ada@example.org")
    assert not store.read_now(moderates, person.person_id)
    assert "ada@example.org moderates from now on" in operator.run("moderator", "grant", "ada@example.org").out
    assert store.read_now(moderates, person.person_id)
    assert "moderates already" in operator.run("moderator", "grant", "Ada@Example.org").out
    assert "Ada (ada@example.org), since 20" in operator.run("moderator", "list").out
    unknown = operator.run("moderator", "grant", "bob@example.org")
    assert (unknown.status, "no account with the address" in unknown.out) == (1, True)
    assert operator.run("moderator", "grant").status == 2
    assert "does not moderate from now on" in operator.run("moderator", "revoke", "ada@example.org").out
    assert not store.read_now(moderates, person.person_id)
    assert " until 20" in operator.run("moderator", "list").out
    store.close()
