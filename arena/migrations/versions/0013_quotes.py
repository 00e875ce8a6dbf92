"""Quotes name the revision of the text they were taken from."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What was quoted before stands in the text as it is, or in the newest revision that says so."""
    op.add_column("post", sa.Column("quote_rev", KEY, nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        held = "instr(parent.markdown, post.quote) > 0"
    else:
        held = "strpos(parent.markdown, post.quote) > 0"
    now = f"(SELECT parent.text_rev FROM post AS parent WHERE parent.id = post.reply_to AND {held})"
    op.execute(f"UPDATE post SET quote_rev = coalesce({now}, 1) WHERE quote <> '' AND reply_to IS NOT NULL")


def downgrade() -> None:
    """Take that back."""
    op.drop_column("post", "quote_rev")
