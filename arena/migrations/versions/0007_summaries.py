"""Summaries above threads, with every version of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUMMARY = sa.text("kind = 'threads.summary'")


def upgrade() -> None:
    """Let threads have a summary."""
    op.create_table(
        "summary_revision",
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("rev", KEY, autoincrement=False, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("markdown", sa.String(), nullable=False),
        sa.Column("covers", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_summary_revision_post_id_post")),
        sa.ForeignKeyConstraint(["person_id"], ["actor.id"], name=op.f("fk_summary_revision_person_id_actor")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_summary_revision_actor_id_actor")),
        sa.PrimaryKeyConstraint("post_id", "rev", name=op.f("pk_summary_revision")),
    )
    op.create_index("ix_post_summary", "post", ["thread_id"], sqlite_where=SUMMARY, postgresql_where=SUMMARY)


def downgrade() -> None:
    """Take them back."""
    op.drop_index("ix_post_summary", "post")
    op.drop_table("summary_revision")
