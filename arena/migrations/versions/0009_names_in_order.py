"""Folded names in the order of code points, so that the index finds whatever begins alike; SQLite has it so already."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """The column's order, and with it that of its index."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE actor ALTER COLUMN folded TYPE varchar(160) COLLATE "C"')


def downgrade() -> None:
    """The order of the database again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE actor ALTER COLUMN folded TYPE varchar(160) COLLATE "default"')
