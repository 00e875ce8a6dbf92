"""Two ideas may merge into a new one: the proposal says so."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Let a proposal to merge lead to a new idea."""
    op.add_column("proposal", sa.Column("anew", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take it back; such a proposal reads as one into the second idea then."""
    op.drop_column("proposal", "anew")
