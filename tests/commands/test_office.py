"""`arena office`: the operator says which organisations may answer, and nobody else can."""

from arena.answers.office import may_answer
from arena.migrations.migrate import migrate
from arena.store import Store
from arena.voice import Voice
from tests.commands.command import Operator
from tests.people import _organisation, _person


def test_an_office_is_granted_listed_and_revoked(operator: Operator) -> None:
    assert operator.run("migrate").status == 0
    store = Store(operator.database)
    store.write_now(migrate)
    person, _ = store.write_now(_person, "Ada", "ada@example.org")
    office = store.write_now(_organisation, person.person_id, "administration", "Amt für Wege", True)
    firm = store.write_now(_organisation, person.person_id, "business", "Wege GmbH", True)
    voice = Voice(person.person_id, office, "Ada", "Amt für Wege", "administration")
    assert not store.read_now(may_answer, voice)
    assert "may answer from now on" in operator.run("office", "grant", str(office)).out
    assert store.read_now(may_answer, voice)
    assert not store.read_now(may_answer, Voice(person.person_id, person.person_id, "Ada", "Ada", "resident"))
    assert "may answer already" in operator.run("office", "grant", str(office)).out
    assert "Amt für Wege, since 20" in operator.run("office", "list").out
    refused = operator.run("office", "grant", str(firm))
    assert (refused.status, "not in the sector administration" in refused.out) == (1, True)
    assert operator.run("office", "grant", "999999").status == 1
    assert operator.run("office", "grant").status == 2
    assert "may not answer from now on" in operator.run("office", "revoke", str(office)).out
    assert not store.read_now(may_answer, voice)
    assert " until 20" in operator.run("office", "list").out
    store.close()
