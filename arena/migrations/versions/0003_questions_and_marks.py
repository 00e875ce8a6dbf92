"""Questions, and marks on contributions: answers and decisions with office and reason."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASKED = sa.text("question IS NOT NULL")
STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Let contributions be questions, and be marked."""
    op.add_column("post", sa.Column("metoo", KEY, nullable=False, server_default="0"))
    op.add_column("post", sa.Column("question", sa.String(length=16), nullable=True))
    op.add_column("post", sa.Column("special", sa.Boolean(), nullable=False, server_default=sa.false()))
    columns = ["thread_id", "question", "born_seq"]
    op.create_index("ix_post_question", "post", columns, sqlite_where=ASKED, postgresql_where=ASKED)
    posts, actors = ("post_id", "question_id"), ("person_id", "actor_id", "ended_person_id", "ended_actor_id")
    keys = [(name, "post") for name in posts] + [(name, "actor") for name in actors]
    op.create_table(
        "mark",
        sa.Column("id", KEY, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=16), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_person_id", KEY, nullable=True),
        sa.Column("ended_actor_id", KEY, nullable=True),
        sa.Column("ended_reason", sa.String(200), nullable=False),
        *[sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_mark_{name}_{to}")) for name, to in keys],
        sa.CheckConstraint("kind IN ('answer', 'decision')", name=op.f("ck_mark_kind")),
        sa.CheckConstraint("office IN ('carrier', 'asker', 'administration')", name=op.f("ck_mark_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    op.create_index("ix_mark_post_id", "mark", ["post_id"])
    for name, column in (("ix_mark_standing", "post_id"), ("ix_mark_question", "question_id")):
        op.create_index(name, "mark", [column], unique=True, sqlite_where=STANDING, postgresql_where=STANDING)


def downgrade() -> None:
    """Take them back."""
    op.drop_table("mark")
    op.drop_index("ix_post_question", "post")
    for name in ("special", "question", "metoo"):
        op.drop_column("post", name)
