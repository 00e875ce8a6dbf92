"""Measures with their figures, whose values are only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Let projects become measures."""
    op.create_table(
        "measure",
        _number("idea_id"),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        *[sa.Column(name, sa.String(16), nullable=False) for name in ("side", "type", "status")],
        _number("phase"),
        _number("responsible_id"),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        _number("actor_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys("measure", idea_id="idea", responsible_id="actor", actor_id="actor"),
        *_checks(
            "measure",
            type="type IN ('central', 'decentral', 'network')",
            status="status IN ('planned', 'running', 'finished')",
            phase="phase BETWEEN 1 AND 5",
            side="side IN ('office', 'carriers')",
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_responsible_id", "measure", ["responsible_id"])
    op.create_index("ix_measure_actor_id", "measure", ["actor_id"])
    _figures()
    _keep()


def downgrade() -> None:
    """Take them back."""
    for table in ("indicator_value", "indicator", "measure"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION indicator_value_stays()")


def _figures() -> None:
    op.create_table(
        "indicator",
        sa.Column("id", KEY, nullable=False),
        _number("idea_id"),
        sa.Column("kind", sa.String(16), nullable=False),
        *[sa.Column(name, sa.String(), nullable=False) for name in ("name", "unit")],
        sa.Column("adds", sa.Boolean(), nullable=False),
        *[sa.Column(name, sa.Float(), nullable=True) for name in ("baseline", "target", "value")],
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys("indicator", idea_id="idea"),
        *_checks("indicator", kind="kind IN ('output', 'outcome', 'process')"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("idea_id", "name", name=op.f("uq_indicator_idea_id_name")),
    )
    op.create_table(
        "indicator_value",
        sa.Column("id", KEY, nullable=False),
        _number("indicator_id"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("corrects", KEY, nullable=True),
        _number("person_id"),
        _number("actor_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_key", sa.String(64), nullable=True),
        *_keys(
            "indicator_value", indicator_id="indicator", corrects="indicator_value", person_id="actor", actor_id="actor"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
        sa.UniqueConstraint("corrects", name=op.f("uq_indicator_value_corrects")),
        sa.UniqueConstraint("person_id", "client_key", name=op.f("uq_indicator_value_person_id_client_key")),
    )
    op.create_index("ix_indicator_value_indicator_id", "indicator_value", ["indicator_id", "day", "id"])
    op.create_index("ix_indicator_value_actor_id", "indicator_value", ["actor_id"])


def _keep() -> None:
    """Values are added; nothing changes or deletes them."""
    told = "the values of a figure are only added to"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER indicator_value_stays_{act.lower()} BEFORE {act} ON indicator_value "
                f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION indicator_value_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{told}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER indicator_value_stays BEFORE UPDATE OR DELETE ON indicator_value "
        "FOR EACH ROW EXECUTE FUNCTION indicator_value_stays()"
    )


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=False)


def _keys(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
        for name, other in to.items()
    ]


def _checks(table: str, **what: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in what.items()]
