"""Ways into the journal in the order it is read, and what people keep of its news."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAYS = {
    "ix_journal_entry_person": ["person_id", "at", "id"],
    "ix_journal_entry_actor": ["actor_id", "at", "id"],
    "ix_journal_entry_idea": ["idea_id", "id"],
    "ix_journal_entry_corrects": ["corrects"],
}


def upgrade() -> None:
    """Let the journal be read by all that its pages filter by, and news be counted and sent."""
    op.drop_index("ix_journal_entry_actor_id", "journal_entry")
    for name, columns in WAYS.items():
        op.create_index(name, "journal_entry", columns)
    # In which threads somebody spoke is read with every page's head: from the index alone.
    op.drop_index("ix_post_person_id", "post")
    op.create_index("ix_post_person", "post", ["person_id", "thread_id", "no"])
    op.add_column("person", sa.Column("news_read", KEY, nullable=False, server_default="0"))
    op.add_column("person", sa.Column("news_rhythm", sa.String(8), nullable=False, server_default="daily"))
    op.add_column("person", sa.Column("news_key", sa.String(64), nullable=True))
    op.create_index("ix_person_news_key", "person", ["news_key"], unique=True)
    op.create_table(
        "news_round",
        sa.Column("rhythm", sa.String(8), nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rhythm", name=op.f("pk_news_round")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("news_round")
    op.drop_index("ix_person_news_key", "person")
    for name in ("news_key", "news_rhythm", "news_read"):
        op.drop_column("person", name)
    op.drop_index("ix_post_person", "post")
    op.create_index("ix_post_person_id", "post", ["person_id"])
    for name in reversed(WAYS):
        op.drop_index(name, "journal_entry")
    op.create_index("ix_journal_entry_actor_id", "journal_entry", ["actor_id"])
