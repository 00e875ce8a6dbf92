"""Named threads: an idea may have further threads beside the talk it begins with."""

import sqlalchemy as sa
from alembic import op

from arena.store.base import Clean, Moment

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO = {"idea_id": "idea.id", "person_id": "actor.id", "actor_id": "actor.id", "merged_into": "thread.id"}


def upgrade() -> None:
    """Make room for them; every idea keeps the thread it has as its talk."""
    op.create_table(
        "idea_thread",
        sa.Column("thread_id", KEY, autoincrement=False, nullable=False),
        sa.Column("idea_id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", Clean(80), nullable=False),
        sa.Column("purpose", Clean(200), nullable=False),
        sa.Column("place", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("client_key", sa.String(64), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("merged_into", KEY, nullable=True),
        sa.CheckConstraint(
            "kind IN ('talk', 'questions', 'evidence', 'collaboration')", name=op.f("ck_idea_thread_kind")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_idea_thread_thread_id_thread")),
        *(
            sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_idea_thread_{name}_{to.partition('.')[0]}"))
            for name, to in TO.items()
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_idea_thread")),
        sa.UniqueConstraint("person_id", "client_key", name=op.f("uq_idea_thread_person_id_client_key")),
    )
    op.create_index("ix_idea_thread_idea_id", "idea_thread", ["idea_id", "place"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("idea_thread")
