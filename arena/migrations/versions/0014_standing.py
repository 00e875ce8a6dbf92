"""Where an idea stands on its path, on the idea itself: its pages, cards and filters ask for nothing more."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "progress": KEY,
    "answer_state": sa.String(16),
    "answer_due": sa.Date(),
    "measure_type": sa.String(16),
    "measure_status": sa.String(16),
    "measure_phase": KEY,
}


def upgrade() -> None:
    """Let ideas say where they stand."""
    op.add_column("idea", sa.Column("stage", sa.String(16), nullable=False, server_default="idea"))
    for name, kind in COLUMNS.items():
        op.add_column("idea", sa.Column(name, kind, nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        # A constraint of its own would rebuild the table, and its triggers would be lost.
        reference = "CONSTRAINT fk_idea_merged_into_idea REFERENCES idea (id)"
        op.execute(f"ALTER TABLE idea ADD COLUMN merged_into INTEGER {reference}")
    else:
        op.add_column("idea", sa.Column("merged_into", KEY, nullable=True))
        op.create_foreign_key(op.f("fk_idea_merged_into_idea"), "idea", "idea", ["merged_into"], ["id"])
    op.create_index("ix_idea_merged_into", "idea", ["merged_into"])


def downgrade() -> None:
    """Take that back."""
    op.drop_index("ix_idea_merged_into", "idea")
    for name in ("merged_into", *reversed(COLUMNS), "stage"):
        op.drop_column("idea", name)
