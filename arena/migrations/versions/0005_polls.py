"""Polls: contributions with options to choose from, and one row for each person's vote."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUNNING = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Let contributions be polls."""
    op.create_table(
        "poll",
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("voters", KEY, nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_poll_post_id_post")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_poll")),
    )
    op.create_index("ix_poll_ends_at", "poll", ["ends_at"], sqlite_where=RUNNING, postgresql_where=RUNNING)
    op.create_table(
        "poll_vote",
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("person_id", KEY, autoincrement=False, nullable=False),
        sa.Column("choices", KEY, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["poll.post_id"], name=op.f("fk_poll_vote_post_id_poll")),
        sa.ForeignKeyConstraint(["person_id"], ["actor.id"], name=op.f("fk_poll_vote_person_id_actor")),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_poll_vote")),
    )


def downgrade() -> None:
    """Take them back."""
    op.drop_table("poll_vote")
    op.drop_table("poll")
