"""Moderators, what they do in public, cases to decide and the notices in them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HELD, OPEN = sa.text("revoked_at IS NULL"), sa.text("state = 'open'")
KINDS = "kind IN ('hide', 'restore', 'dismiss', 'keep', 'close', 'reopen', 'slow')"
ON_POST = "(post_id IS NULL) = (kind IN ('close', 'reopen', 'slow'))"
TOLD = "what moderators did is only added to"


def upgrade() -> None:
    """Let contributions be reported, hidden and shown again."""
    op.add_column("post", sa.Column("unquoted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "moderator",
        sa.Column("id", KEY, nullable=False),
        _number("person_id"),
        _moment("granted_at"),
        _moment("revoked_at", nullable=True),
        *_keys("moderator", person_id="actor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderator")),
    )
    _index("uq_moderator_held", "moderator", ["person_id"], HELD, unique=True)
    _acts()
    _cases()
    _notices()
    _keep()


def downgrade() -> None:
    """Take that back."""
    for table in ("notice", "moderation_case", "moderation_act", "moderator"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION moderation_act_stays()")
    op.drop_column("post", "unquoted")


def _acts() -> None:
    op.create_table(
        "moderation_act",
        sa.Column("id", KEY, nullable=False),
        _moment("at"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ground", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        _number("thread_id"),
        _number("post_id", nullable=True),
        _number("post_no", nullable=True),
        _number("person_id"),
        sa.Column("client_key", sa.String(64), nullable=True),
        *_keys("moderation_act", thread_id="thread", post_id="post", person_id="actor"),
        sa.CheckConstraint(KINDS, name=op.f("ck_moderation_act_kind")),
        sa.CheckConstraint(ON_POST, name=op.f("ck_moderation_act_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_act")),
        sa.UniqueConstraint("client_key", "person_id", name=op.f("uq_moderation_act_client_key_person_id")),
    )
    op.create_index("ix_moderation_act_post_id", "moderation_act", ["post_id", "id"])


def _cases() -> None:
    op.create_table(
        "moderation_case",
        sa.Column("id", KEY, nullable=False),
        _number("post_id"),
        _moment("opened_at"),
        sa.Column("state", sa.String(16), nullable=False),
        _number("against", nullable=True),
        sa.Column("words", sa.String(1024), nullable=False),
        _number("closed_by", nullable=True),
        *_keys("moderation_case", post_id="post", against="moderation_act", closed_by="moderation_act"),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_moderation_case_state")),
        sa.CheckConstraint("(state = 'closed') = (closed_by IS NOT NULL)", name=op.f("ck_moderation_case_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
        sa.UniqueConstraint("against", name=op.f("uq_moderation_case_against")),
    )
    _index("uq_moderation_case_open", "moderation_case", ["post_id"], OPEN, unique=True)
    _index("ix_moderation_case_open", "moderation_case", ["id"], OPEN)
    op.create_index("ix_moderation_case_post_id", "moderation_case", ["post_id", "id"])
    op.create_index("ix_moderation_case_closed_by", "moderation_case", ["closed_by"])


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", KEY, nullable=False),
        *[_number(name) for name in ("case_id", "post_id", "text_rev")],
        _number("person_id", nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("ground", sa.String(16), nullable=False),
        sa.Column("words", sa.String(1024), nullable=False),
        _moment("at"),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("client_key", sa.String(64), nullable=True),
        *_keys("notice", case_id="moderation_case", post_id="post", person_id="actor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        *[sa.UniqueConstraint(one, name=op.f(f"uq_notice_{one}")) for one in ("key", "client_key")],
        *[
            sa.UniqueConstraint("post_id", "text_rev", who, name=op.f(f"uq_notice_post_id_text_rev_{who}"))
            for who in ("person_id", "email")
        ],
    )
    op.create_index("ix_notice_case_id", "notice", ["case_id", "id"])


def _keep() -> None:
    """What moderators did stays on record."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER moderation_act_stays_{act.lower()} BEFORE {act} ON moderation_act "
                f"BEGIN SELECT RAISE(ABORT, '{TOLD}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION moderation_act_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{TOLD}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER moderation_act_stays BEFORE UPDATE OR DELETE ON moderation_act "
        "FOR EACH ROW EXECUTE FUNCTION moderation_act_stays()"
    )


def _index(name: str, table: str, columns: list[str], where: Any, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _keys(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
        for name, other in to.items()
    ]
