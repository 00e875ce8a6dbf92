"""Ideas grow together: proposals to merge and split, consents, lineage, invitations to carry, suggestions."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("suggestion", "carry_invitation", "lineage_answer", "lineage", "consent", "proposal")


def upgrade() -> None:
    """Let ideas grow together."""
    _proposals()
    _lineage()
    _invitations()
    _suggestions()


def downgrade() -> None:
    """Take it back."""
    for table in TABLES:
        op.drop_table(table)


def _proposals() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        _number("from_id"),
        _number("to_id", nullable=True),
        *_who(),
        sa.Column("reason", sa.String(500), nullable=False),
        _number("rev", nullable=True),
        *_texts(),
        sa.Column("carriers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("client_key", sa.String(64), nullable=True),
        *_moments(),
        *_keys("proposal", from_id="idea", to_id="idea", person_id="actor", actor_id="actor"),
        _check("proposal", "kind", "merge", "split"),
        _check("proposal", "state", "open", "carried", "declined", "withdrawn", "lapsed"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("person_id", "client_key", name=op.f("uq_proposal_person_id_client_key")),
    )
    op.create_index("ix_proposal_from_id", "proposal", ["from_id", "state"])
    op.create_index("ix_proposal_to_id", "proposal", ["to_id", "state"])
    op.create_table(
        "consent",
        _number("proposal_id"),
        _number("actor_id"),
        sa.Column("state", sa.String(16), nullable=False),
        _number("person_id", nullable=True),
        sa.Column("word", sa.String(500), nullable=False),
        sa.Column("at", MOMENT, nullable=True),
        *_keys("consent", proposal_id="proposal", actor_id="actor", person_id="actor"),
        _check("consent", "state", "open", "agreed", "declined"),
        sa.PrimaryKeyConstraint("proposal_id", "actor_id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_actor_id", "consent", ["actor_id", "state"])


def _lineage() -> None:
    op.create_table(
        "lineage",
        sa.Column("id", KEY, nullable=False),
        _number("from_id"),
        _number("to_id"),
        sa.Column("kind", sa.String(16), nullable=False),
        _number("entry_id"),
        sa.Column("at", MOMENT, nullable=False),
        *_keys("lineage", from_id="idea", entry_id="journal_entry"),
        sa.ForeignKeyConstraint(["to_id"], ["idea.id"], name=op.f("fk_lineage_to_id_idea"), ondelete="CASCADE"),
        _check("lineage", "kind", "merge", "split", "suggestion"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineage")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_lineage_from_id_to_id")),
    )
    op.create_index("ix_lineage_to_id", "lineage", ["to_id"])
    op.create_table(
        "lineage_answer",
        _number("lineage_id"),
        _number("person_id"),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *_keys("lineage_answer", lineage_id="lineage", person_id="actor"),
        _check("lineage_answer", "what", "support", "follow"),
        sa.PrimaryKeyConstraint("lineage_id", "person_id", "what", name=op.f("pk_lineage_answer")),
    )


def _invitations() -> None:
    to = {"idea_id": "idea", "post_id": "post", "actor_id": "actor", "by_person_id": "actor", "by_actor_id": "actor"}
    op.create_table(
        "carry_invitation",
        sa.Column("id", KEY, nullable=False),
        *[_number(name) for name in to],
        sa.Column("word", sa.String(500), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answer", sa.String(500), nullable=False),
        *_moments(),
        *_keys("carry_invitation", **to),
        _check("carry_invitation", "state", "open", "accepted", "declined", "withdrawn"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carry_invitation")),
    )
    op.create_index("ix_carry_invitation_idea_id", "carry_invitation", ["idea_id", "actor_id"])
    op.create_index("ix_carry_invitation_actor_id", "carry_invitation", ["actor_id", "state"])


def _suggestions() -> None:
    to = {"idea_id": "idea", "person_id": "actor", "actor_id": "actor", "by_person_id": "actor", "by_actor_id": "actor"}
    op.create_table(
        "suggestion",
        sa.Column("id", KEY, nullable=False),
        _number("idea_id"),
        _number("no"),
        _number("rev"),
        *_who(),
        *_texts(),
        sa.Column("why", sa.String(300), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answer", sa.String(500), nullable=False),
        *[_number(name, nullable=True) for name in ("by_person_id", "by_actor_id", "became", "entry_id", "lives_on")],
        sa.Column("client_key", sa.String(64), nullable=True),
        *_moments(),
        *_keys("suggestion", **to, entry_id="journal_entry"),
        sa.ForeignKeyConstraint(
            ["lives_on"], ["idea.id"], name=op.f("fk_suggestion_lives_on_idea"), ondelete="SET NULL"
        ),
        _check("suggestion", "state", "open", "accepted", "adapted", "declined", "withdrawn"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("idea_id", "no", name=op.f("uq_suggestion_idea_id_no")),
        sa.UniqueConstraint("person_id", "client_key", name=op.f("uq_suggestion_person_id_client_key")),
    )
    op.create_index("ix_suggestion_state", "suggestion", ["idea_id", "state"])
    op.create_index("ix_suggestion_lives_on", "suggestion", ["lives_on"])


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=nullable)


def _who() -> list[sa.Column[int]]:
    return [_number("person_id"), _number("actor_id")]


def _texts() -> list[sa.Column[str]]:
    sizes = {"title": sa.String(120), "summary": sa.String(400), "markdown": sa.String()}
    return [sa.Column(name, size, nullable=True) for name, size in sizes.items()]


def _moments() -> list[sa.Column[object]]:
    return [sa.Column(name, MOMENT, nullable=False) for name in ("at", "changed_at")]


def _check(table: str, name: str, *allowed: str) -> sa.CheckConstraint:
    known = ", ".join(f"'{one}'" for one in allowed)
    return sa.CheckConstraint(f"{name} IN ({known})", name=op.f(f"ck_{table}_{name}"))


def _keys(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
        for name, other in to.items()
    ]
