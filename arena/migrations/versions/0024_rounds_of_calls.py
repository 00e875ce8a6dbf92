"""Marks call on people as well, and rounds of mails know how far they have told of calls."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = "why IN ('mention', 'organisation', 'reply')"
NOW = "why IN ('mention', 'organisation', 'reply', 'answer', 'decision')"


def upgrade() -> None:
    """Rounds begin with the calls that come from now on: earlier ones are no news any more."""
    _whys(NOW)
    op.add_column("news_round", sa.Column("call_id", KEY, nullable=False, server_default="0"))
    op.execute("UPDATE news_round SET call_id = (SELECT coalesce(max(id), 0) FROM thread_call)")


def downgrade() -> None:
    """Take it back; what marks have called is forgotten."""
    op.drop_column("news_round", "call_id")
    op.execute("DELETE FROM thread_call WHERE why IN ('answer', 'decision')")
    _whys(BEFORE)


def _whys(allowed: str) -> None:
    """SQLite makes the table anew, without its old rule."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_thread_call_why"), "thread_call", type_="check")
    with op.batch_alter_table("thread_call") as batch:
        batch.create_check_constraint(op.f("ck_thread_call_why"), allowed)
