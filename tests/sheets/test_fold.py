"""Whatever carriers write in whatever order: the journal folded is where the profile stands."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from arena.errors import Refusal
from arena.journal.fold import folded, standing
from arena.sheets.model import SheetPart, SheetRevision
from arena.sheets.parts import WRITTEN
from arena.sheets.write import write
from arena.store import Store
from arena.voice import Voice
from tests.ideas.sown import sow
from tests.people import Arena
from tests.sheets.filled import filled

texts = st.sampled_from(["", "Zuerst messen.", "Zuerst fragen.", "Dann bauen."])
acts = st.lists(st.tuples(st.sampled_from(WRITTEN[:3]), texts, st.integers(0, 3)), max_size=12)


@pytest.fixture(scope="module")
def voice(arena: Arena) -> Voice:
    found = arena.person().voice
    assert found
    return found


def _stored(db: Connection, idea_id: int) -> tuple[dict[str, tuple[int, str]], dict[str, list[str]]]:
    """Each part with its version and text, and all texts it ever had in their order."""
    parts = db.execute(select(SheetPart.__table__).where(SheetPart.idea_id == idea_id)).all()
    rows = select(SheetRevision.part, SheetRevision.markdown).where(SheetRevision.idea_id == idea_id)
    versions: dict[str, list[str]] = {}
    for row in db.execute(rows.order_by(SheetRevision.rev)):
        versions.setdefault(row.part, []).append(row.markdown)
    return {row.part: (row.rev, row.markdown) for row in parts}, versions


@given(acts)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_writing_loses_a_version(store: Store, voice: Voice, acts: list[tuple[str, str, int]]) -> None:
    idea_id = store.write_now(sow, voice)
    for part, text, rev in acts:
        with suppress(Refusal):
            store.write_now(write, voice, idea_id, part, text, rev)
    parts, versions = store.read_now(_stored, idea_id)
    assert parts == {part: (len(said), said[-1]) for part, said in versions.items()}
    assert store.read_now(filled, idea_id) == sum(bool(text) for _, text in parts.values())
    assert store.read_now(folded, idea_id) == store.read_now(standing, idea_id)
