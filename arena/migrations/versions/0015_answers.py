"""Answers of the administration: the offices that give them, their drafts, and the promises that go with them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN, HELD = sa.text("state = 'open'"), sa.text("revoked_at IS NULL")
ANSWERS = "state IN ('considering', 'qualified', 'accepted', 'rejected')"
TOLD = "answers are only added to"


def upgrade() -> None:
    """Let offices answer."""
    op.create_table(
        "office",
        sa.Column("id", KEY, nullable=False),
        _number("organisation_id"),
        _moment("granted_at"),
        _moment("revoked_at", nullable=True),
        *_keys("office", organisation_id="actor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_index("ix_office_organisation_id", "office", ["organisation_id"])
    op.create_index(
        "uq_office_held", "office", ["organisation_id"], unique=True, sqlite_where=HELD, postgresql_where=HELD
    )
    _answers()
    _drafts()
    _versions()
    _promises()
    _keep()


def downgrade() -> None:
    """Take that back."""
    tables = ("promise_tally", "promise", "answer_note", "answer_draft_revision", "answer_draft", "answer", "office")
    for table in tables:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION answer_stays()")


def _drafts() -> None:
    to = {"idea_id": "idea", "office_id": "actor", "corrects": "answer", "approved_by": "actor", "answer_id": "answer"}
    op.create_table(
        "answer_draft",
        sa.Column("id", KEY, nullable=False),
        _number("idea_id"),
        _number("office_id"),
        _number("corrects", nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        _number("rev"),
        _number("approved_by", nullable=True),
        _moment("approved_at", nullable=True),
        _number("answer_id", nullable=True),
        _moment("created_at"),
        *_keys("answer_draft", **to),
        sa.CheckConstraint("state IN ('open', 'published', 'discarded')", name=op.f("ck_answer_draft_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_draft")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_answer_draft_answer_id")),
    )
    op.create_index("ix_answer_draft_office_id", "answer_draft", ["office_id", "state", "id"])
    op.create_index(
        "uq_answer_draft_open",
        "answer_draft",
        ["idea_id", "office_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _answers() -> None:
    to = {"idea_id": "idea", "office_id": "actor", "person_id": "actor", "corrects": "answer"}
    op.create_table(
        "answer",
        sa.Column("id", KEY, nullable=False),
        *[_number(name) for name in ("idea_id", "no", "place", "office_id", "person_id")],
        _moment("at"),
        sa.Column("state", sa.String(16), nullable=False),
        *_said(),
        _number("corrects", nullable=True),
        _number("entry_id"),
        *_keys("answer", **to, entry_id="journal_entry"),
        sa.CheckConstraint(ANSWERS, name=op.f("ck_answer_state")),
        sa.CheckConstraint("(state = 'rejected') = (due IS NULL)", name=op.f("ck_answer_due")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("idea_id", "no", name=op.f("uq_answer_idea_id_no")),
        *[sa.UniqueConstraint(one, name=op.f(f"uq_answer_{one}")) for one in ("corrects", "entry_id")],
    )
    op.create_index("ix_answer_place", "answer", ["idea_id", "place", "no"])
    op.create_index("ix_answer_office_id", "answer", ["office_id"])


def _versions() -> None:
    op.create_table(
        "answer_draft_revision",
        *[_number(name) for name in ("draft_id", "rev", "person_id")],
        _moment("at"),
        sa.Column("answer", sa.String(16), nullable=False),
        *_said(),
        *_keys("answer_draft_revision", draft_id="answer_draft", person_id="actor"),
        sa.PrimaryKeyConstraint("draft_id", "rev", name=op.f("pk_answer_draft_revision")),
    )
    op.create_table(
        "answer_note",
        sa.Column("id", KEY, nullable=False),
        _number("draft_id"),
        _number("person_id"),
        _moment("at"),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("client_key", sa.String(64), nullable=True),
        *_keys("answer_note", draft_id="answer_draft", person_id="actor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_note")),
        sa.UniqueConstraint("client_key", "person_id", name=op.f("uq_answer_note_client_key_person_id")),
    )
    op.create_index("ix_answer_note_draft_id", "answer_note", ["draft_id", "id"])


def _promises() -> None:
    states = "state IN ('open', 'kept', 'late', 'missed', 'replaced', 'lapsed')"
    op.create_table(
        "promise",
        *[_number(name) for name in ("answer_id", "idea_id", "office_id", "no")],
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        _moment("given_at"),
        sa.Column("state", sa.String(16), nullable=False),
        _moment("settled_at", nullable=True),
        *_keys("promise", answer_id="answer", idea_id="idea", office_id="actor"),
        sa.CheckConstraint(states, name=op.f("ck_promise_state")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_promise")),
    )
    for name, first in (("due", []), ("state", ["state"]), ("office", ["office_id"])):
        op.create_index(f"ix_promise_{name}", "promise", [*first, "due", "answer_id"])
    op.create_index("ix_promise_office_state", "promise", ["office_id", "state", "due", "answer_id"])
    op.create_index("ix_promise_idea_id", "promise", ["idea_id", "state"])
    op.create_table(
        "promise_tally",
        _number("office_id"),
        sa.Column("state", sa.String(16), nullable=False),
        _number("n"),
        *_keys("promise_tally", office_id="actor"),
        sa.PrimaryKeyConstraint("office_id", "state", name=op.f("pk_promise_tally")),
    )


def _keep() -> None:
    """What was answered stays as it is."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER answer_stays_{act.lower()} BEFORE {act} ON answer "
                f"BEGIN SELECT RAISE(ABORT, '{TOLD}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{TOLD}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER answer_stays BEFORE UPDATE OR DELETE ON answer FOR EACH ROW EXECUTE FUNCTION answer_stays()"
    )


def _said() -> list[sa.Column[Any]]:
    return [
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("markdown", sa.String(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("because", sa.String(500), nullable=False),
    ]


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _keys(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
        for name, other in to.items()
    ]
