"""Assessments by the value compass: their versions, what they come to, and the reasons given for them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHERE = ("idea_id", "perspective", "sector")
COUNTS = ("minus2", "minus1", "zero", "plus1", "plus2", "unsure")
KNOWN = "perspective IN ('carriers', 'community', 'administration')"


def upgrade() -> None:
    """Let ideas be assessed."""
    op.add_column("idea", sa.Column("assessed_count", KEY, nullable=False, server_default="0"))
    op.create_table(
        "assessment",
        sa.Column("id", KEY, nullable=False),
        _number("idea_id"),
        _number("actor_id"),
        _number("rev"),
        *_keys("assessment", idea_id="idea", actor_id="actor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("idea_id", "actor_id", name=op.f("uq_assessment_idea_id_actor_id")),
    )
    op.create_index("ix_assessment_actor_id", "assessment", ["actor_id", "idea_id"])
    _versions()
    for name, columns, key in (
        ("assessment_voices", ("voices",), WHERE),
        ("assessment_tally", COUNTS, (*WHERE, "criterion")),
    ):
        criterion = [sa.Column("criterion", sa.String(40), nullable=False)] if "criterion" in key else []
        op.create_table(
            name,
            _number("idea_id"),
            sa.Column("perspective", sa.String(16), nullable=False),
            sa.Column("sector", sa.String(24), nullable=False),
            *criterion,
            *[_number(column) for column in columns],
            *_keys(name, idea_id="idea"),
            sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        )
    _reasons()


def downgrade() -> None:
    """Take them back."""
    for table in ("reason", "tally", "voices", "revision"):
        op.drop_table(f"assessment_{table}")
    op.drop_table("assessment")
    op.drop_column("idea", "assessed_count")


def _versions() -> None:
    op.create_table(
        "assessment_revision",
        _number("assessment_id"),
        _number("rev"),
        _number("person_id"),
        sa.Column("perspective", sa.String(16), nullable=False),
        sa.Column("sector", sa.String(24), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("client_key", sa.String(64), nullable=True),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys("assessment_revision", assessment_id="assessment", person_id="actor"),
        sa.CheckConstraint(KNOWN, name=op.f("ck_assessment_revision_perspective")),
        sa.PrimaryKeyConstraint("assessment_id", "rev", name=op.f("pk_assessment_revision")),
        sa.UniqueConstraint("client_key", "person_id", name=op.f("uq_assessment_revision_client_key_person_id")),
    )


def _reasons() -> None:
    op.create_table(
        "assessment_reason",
        _number("assessment_id"),
        _number("person_id"),
        sa.Column("criterion", sa.String(40), nullable=False),
        _number("idea_id"),
        _number("post_id"),
        sa.Column("lead", sa.String(), nullable=False),
        *_keys("assessment_reason", assessment_id="assessment", person_id="actor", idea_id="idea", post_id="post"),
        sa.PrimaryKeyConstraint("assessment_id", "person_id", "criterion", name=op.f("pk_assessment_reason")),
        sa.UniqueConstraint("post_id", name=op.f("uq_assessment_reason_post_id")),
    )
    op.create_index("ix_assessment_reason_idea_id", "assessment_reason", ["idea_id", "post_id"])


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=False)


def _keys(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
        for name, other in to.items()
    ]
