"""A reader's own side of a thread: how loudly they hear it, and what they have begun to say."""

import sqlalchemy as sa
from alembic import op

from arena.store.base import Clean, Moment

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _names(table: str, column: str, other: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(column, KEY, sa.ForeignKey(f"{other}.id", name=op.f(f"fk_{table}_{column}")), nullable=null)


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "thread_follow",
        _names("thread_follow", "thread_id", "thread"),
        _names("thread_follow", "person_id", "actor"),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("thread_id", "person_id", name=op.f("pk_thread_follow")),
        sa.CheckConstraint("level IN ('mute', 'quiet', 'normal', 'loud')", name=op.f("ck_thread_follow_level")),
    )
    op.create_index("ix_thread_follow_person_id", "thread_follow", ["person_id"])
    op.create_table(
        "thread_draft",
        _names("thread_draft", "thread_id", "thread"),
        _names("thread_draft", "person_id", "actor"),
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("markdown", Clean(), nullable=False),
        _names("thread_draft", "reply_to", "post", null=True),
        sa.Column("quote", Clean(), nullable=False),
        sa.Column("client_key", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("thread_id", "person_id", "post_id", name=op.f("pk_thread_draft")),
    )
    op.create_index("ix_thread_draft_person_id", "thread_draft", ["person_id"])


def downgrade() -> None:
    """Take both tables away, with what was kept in them."""
    op.drop_table("thread_draft")
    op.drop_table("thread_follow")
