"""Risks: named openly, changed with a reason, closed and opened again."""

from typing import Any

from arena.projects.model import Risk
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, page_of, seen
from tests.people import Arena
from tests.projects.cast import entry, start

FORM = {"text": "Die Pumpe kommt zu spät", "likelihood": "medium", "impact": "high", "measures": "Zwei Angebote"}


async def test_a_risk_is_named_changed_closed_and_opened_again(arena: Arena) -> None:
    cast = start(arena)
    door = f"/ideas/{cast.idea}/project/risks"
    for name in FORM:
        wrong = await cast.do(door, **(FORM | {name: ""}))
        assert wrong.status_code == 422, name
        assert "Zwei Angebote" in wrong.text or name == "measures"
    assert (await cast.do(door, **(FORM | {"impact": "huge"}))).status_code == 422
    assert (await cast.do(door, **(FORM | {"text": HOSTILE}))).status_code == 303
    number = arena.store.read_now(entry, cast.idea).facts["risk"]
    shown = seen(await arena.visitor().get(f"/de/ideas/{cast.idea}/project"))
    assert HOSTILE_SEEN in shown
    assert "hoch" in shown
    assert (await cast.carrier.get(f"/de/risks/{number}")).status_code == 200
    assert (await cast.do(f"/risks/{number}", **FORM, why="")).status_code == 422
    assert (await cast.do(f"/risks/{number}", **FORM, why="Der Händler hat geschrieben")).status_code == 303
    changed: Any = cast.stored(Risk, number)
    assert (changed.text, changed.why) == (FORM["text"], "Der Händler hat geschrieben")
    entries = arena.store.read_now(entry, cast.idea).no
    assert (await cast.do(f"/risks/{number}", **FORM)).status_code == 303
    assert arena.store.read_now(entry, cast.idea).no == entries
    assert (await cast.do(f"/risks/{number}/close", word="")).status_code == 422
    for _ in range(2):
        assert (await cast.do(f"/risks/{number}/close", word="Sie ist da")).status_code == 303
    assert (await cast.do(f"/risks/{number}", **FORM, why="Doch")).status_code == 409
    cast.agrees()
    assert (await cast.do(f"/risks/{number}/reopen", word="Falsche Größe")).status_code == 303
    assert (await cast.do(f"/risks/{number}/burn")).status_code == 404
    cast.agrees()
    assert cast.kinds()[1:] == [f"projects.{act}" for act in ("risk", "change_risk", "close_risk", "reopen_risk")]
    assert "hat ein Risiko wieder geöffnet" in seen(await page_of(arena.visitor(), cast.idea))
    for someone, status in ((arena.visitor(), 303), (arena.person(), 403), (cast.member, 403)):
        assert (await someone.get(f"/de/risks/{number}")).status_code == status
        for act in ("", "/close", "/reopen"):
            answer = await someone.post(f"/de/risks/{number}{act}", {**FORM, "why": "Nein", "word": "Nein"})
            assert answer.status_code == status
