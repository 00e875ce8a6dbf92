"""On whom a contribution calls, and how far people have read of that."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHYS = "why IN ('mention', 'organisation', 'reply')"


def upgrade() -> None:
    """Let people find what was said to them among their news, from now on."""
    op.create_table(
        "thread_call",
        sa.Column("id", KEY, nullable=False),
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("person_id", KEY, autoincrement=False, nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_thread_call_post_id_post")),
        sa.ForeignKeyConstraint(["person_id"], ["actor.id"], name=op.f("fk_thread_call_person_id_actor")),
        sa.CheckConstraint(WHYS, name=op.f("ck_thread_call_why")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_call")),
        sa.UniqueConstraint("post_id", "person_id", name=op.f("uq_thread_call_post_id_person_id")),
    )
    op.create_index("ix_thread_call_person_id", "thread_call", ["person_id", "id"])
    op.add_column("person", sa.Column("calls_read", KEY, nullable=False, server_default="0"))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("person", "calls_read")
    op.drop_table("thread_call")
