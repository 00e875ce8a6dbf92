"""Alembic's entry: runs on the connection it is handed, in that connection's transaction."""

from typing import Any, Literal

from alembic import context

from arena.migrations.tables import metadata
from arena.store.base import Clean, Moment

SEARCH = "idea_fts"  # SQLite's full-text tables and their shadows are made by hand


def is_ours(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:  # noqa: ARG001
    """Whether a table takes part in the comparison with the models."""
    return not (kind == "table" and name is not None and name.startswith(SEARCH))


def plain(kind: str, thing: Any, _: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones beneath, so that migrations never change with the code."""
    if kind == "type" and isinstance(thing, Clean):
        return f"sa.String({getattr(thing.impl, 'length', None) or ''})"
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_object=is_ours,
    render_item=plain,
)
with context.begin_transaction():
    context.run_migrations()
