"""The journal: an entry for each act on an idea's path, which the database keeps as it is.

What happened before is entered from the notes in the threads, in their order.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO = {"idea_id": "idea", "person_id": "actor", "actor_id": "actor", "post_id": "post", "corrects": "journal_entry"}
STATES = {
    "ideas.join": (None, "offered"),
    "ideas.bring": (None, "accepted"),
    "ideas.accept": ("offered", "accepted"),
    "ideas.decline": ("offered", "declined"),
    "ideas.start": ("accepted", "active"),
    "ideas.fulfil": ("active", "fulfilled"),
    "ideas.leave": ("accepted", "withdrawn"),
    "ideas.release": ("accepted", "withdrawn"),
}
OTHERS = ("ideas.publish", "ideas.revise", "ideas.withdraw", "ideas.ask", "ideas.close_need", "ideas.reopen_need")


def upgrade() -> None:
    """Keep a journal from the first act on."""
    op.create_table(
        "journal_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("idea_id", KEY, nullable=False),
        sa.Column("no", KEY, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("corrects", KEY, nullable=True),
        *[
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_journal_entry_{name}_{other}"))
            for name, other in TO.items()
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("idea_id", "no", name=op.f("uq_journal_entry_idea_id_no")),
    )
    op.create_index("ix_journal_entry_at", "journal_entry", ["at", "id"])
    op.create_index("ix_journal_entry_kind", "journal_entry", ["kind", "at", "id"])
    op.create_index("ix_journal_entry_actor_id", "journal_entry", ["actor_id"])
    _enter_what_was()
    _keep()


def downgrade() -> None:
    """Take it back."""
    op.drop_table("journal_entry")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION journal_entry_stays()")


def _keep() -> None:
    """Entries are added; nothing changes or deletes them."""
    told = "the journal is only added to"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER journal_entry_stays_{act.lower()} BEFORE {act} ON journal_entry "
                f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION journal_entry_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{told}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_entry_stays BEFORE UPDATE OR DELETE ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION journal_entry_stays()"
    )


def _enter_what_was() -> None:
    db, meta = op.get_bind(), sa.MetaData()
    post, idea, entry, commitment = (
        sa.Table(name, meta, autoload_with=db) for name in ("post", "idea", "journal_entry", "commitment")
    )
    first = {
        row.idea_id: row.id
        for row in db.execute(
            sa.select(commitment.c.idea_id, commitment.c.id)
            .where(commitment.c.role == "carry")
            .order_by(commitment.c.id.desc())
        )
    }
    told = (
        sa.select(idea.c.id.label("idea"), post)
        .join(idea, idea.c.thread_id == post.c.thread_id)
        .where(post.c.kind.in_([*STATES, *OTHERS]))
        .order_by(idea.c.id, post.c.born_seq)
    )
    numbers: dict[int, int] = {}
    rows = []
    for row in db.execute(told):
        numbers[row.idea] = number = numbers.get(row.idea, 0) + 1
        why = row.facts.get("sentence") or row.facts.get("reason") or row.facts.get("note") or ""
        rows.append(
            {"idea_id": row.idea, "no": number, "kind": row.kind, "person_id": row.person_id, "at": row.at}
            | {"actor_id": row.actor_id, "why": why, "facts": row.facts, "post_id": row.id}
            | {"change": _change(row, first.get(row.idea))}
        )
    if rows:
        db.execute(sa.insert(entry), rows)


def _change(row: Any, first: int | None) -> dict[str, Any]:
    if row.kind in STATES:
        return {f"commitment.{row.facts.get('commitment')}": STATES[row.kind]}
    if row.kind == "ideas.publish":
        carrying = {f"commitment.{first}": (None, "active")} if first else {}
        return {"state": (None, "published"), "rev": (None, 1)} | carrying
    if row.kind == "ideas.revise":
        return {"rev": (row.facts["rev"] - 1, row.facts["rev"])}
    return {"state": ("published", "withdrawn")} if row.kind == "ideas.withdraw" else {}
