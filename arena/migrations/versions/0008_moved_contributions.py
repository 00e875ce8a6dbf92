"""Moved contributions: each leaves behind where it went."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOVED = sa.text("moved_to IS NOT NULL")


def upgrade() -> None:
    """A column that most rows leave empty, and an index of those that do not."""
    if op.get_bind().dialect.name == "sqlite":
        # SQLite adds a column with its reference, without writing the table anew.
        op.execute("ALTER TABLE post ADD COLUMN moved_to INTEGER CONSTRAINT fk_post_moved_to_post REFERENCES post (id)")
    else:
        op.add_column("post", sa.Column("moved_to", sa.BigInteger(), nullable=True))
        op.create_foreign_key(op.f("fk_post_moved_to_post"), "post", "post", ["moved_to"], ["id"])
    op.create_index("ix_post_moved_to", "post", ["moved_to"], sqlite_where=MOVED, postgresql_where=MOVED)


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_post_moved_to", "post")
    op.execute("ALTER TABLE post DROP COLUMN moved_to") if op.get_bind().dialect.name != "sqlite" else _drop()


def _drop() -> None:
    with op.batch_alter_table("post") as batch:
        batch.drop_column("moved_to")
