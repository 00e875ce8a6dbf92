"""The one-page profile in parts and versions; commitments that are confirmed, and reminders that went out once."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PART = ("idea_id", "part")


def upgrade() -> None:
    """Let ideas have a profile, and commitments an end that both sides see."""
    op.add_column("idea", sa.Column("sheet_filled", KEY, nullable=False, server_default="0"))
    _parts()
    op.add_column("commitment", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("commitment", sa.Column("thanks", sa.String(500), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":
        # A constraint of its own would rebuild the table, and its triggers would be lost.
        reference = "CONSTRAINT fk_commitment_confirmed_by_actor REFERENCES actor (id)"
        op.execute(f"ALTER TABLE commitment ADD COLUMN confirmed_by INTEGER {reference}")
    else:
        op.add_column("commitment", sa.Column("confirmed_by", KEY, nullable=True))
        name = op.f("fk_commitment_confirmed_by_actor")
        op.create_foreign_key(name, "commitment", "actor", ["confirmed_by"], ["id"])
    op.create_index("ix_commitment_ends", "commitment", ["ends", "state"])
    op.create_index("ix_commitment_changed_at", "commitment", ["state", "changed_at"])
    op.create_table(
        "commitment_reminder",
        _number("commitment_id"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("commitment_reminder", "commitment_id", "commitment"),
        sa.PrimaryKeyConstraint("commitment_id", "kind", name=op.f("pk_commitment_reminder")),
    )


def downgrade() -> None:
    """Take that back."""
    op.drop_table("commitment_reminder")
    op.drop_index("ix_commitment_changed_at", "commitment")
    op.drop_index("ix_commitment_ends", "commitment")
    for name in ("confirmed_by", "thanks", "confirmed_at"):
        op.drop_column("commitment", name)
    op.drop_table("sheet_revision")
    op.drop_table("sheet_part")
    op.drop_column("idea", "sheet_filled")


def _parts() -> None:
    op.create_table(
        "sheet_part",
        _number("idea_id"),
        sa.Column("part", sa.String(16), nullable=False),
        _number("rev"),
        sa.Column("markdown", sa.String(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        _key("sheet_part", "idea_id", "idea"),
        sa.PrimaryKeyConstraint(*PART, name=op.f("pk_sheet_part")),
    )
    op.create_table(
        "sheet_revision",
        _number("idea_id"),
        sa.Column("part", sa.String(16), nullable=False),
        _number("rev"),
        _number("person_id"),
        _number("actor_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("markdown", sa.String(), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        _key("sheet_revision", "idea_id", "idea"),
        _key("sheet_revision", "person_id", "actor"),
        _key("sheet_revision", "actor_id", "actor"),
        sa.PrimaryKeyConstraint(*PART, "rev", name=op.f("pk_sheet_revision")),
    )


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=False)


def _key(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
