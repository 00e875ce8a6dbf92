"""Search and what changed: full-text indexes that hold published ideas alone, and a mark on each idea that changed.

All of it is kept by the database itself, so that no act and no import can forget it. A later migration that
rebuilds one of these tables on SQLite loses its triggers and has to put them back.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0002"
down_revision = "0001"

# Whatever a card or a filter shows lies in these tables; the column that names the idea.
WATCHED = {
    "idea": "id",
    "idea_field": "idea_id",
    "idea_criterion": "idea_id",
    "idea_district": "idea_id",
    "need": "idea_id",
    "commitment": "idea_id",
}


KEEP = "ON CONFLICT (idea_id) DO UPDATE SET seq = excluded.seq"


def upgrade() -> None:
    """Bring the search in."""
    op.create_table(
        "idea_change",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_change")),
    )
    op.create_index("ix_idea_change_seq", "idea_change", ["seq"])
    if op.get_bind().dialect.name == "sqlite":
        search_on_sqlite()
        changes_on_sqlite()
    else:
        search_on_postgresql()
        changes_on_postgresql()


def downgrade() -> None:
    """Take it back."""
    if op.get_bind().dialect.name == "sqlite":
        names = [f"{table}_changed_{act}" for table in WATCHED for act in ("insert", "update", "delete")]
        names += [f"idea_searched_{act}" for act in ("insert", "update", "delete")]
        for name in [*names, "actor_changed_sector"]:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE idea_fts_parts")
    else:
        for table in WATCHED:
            op.execute(f"DROP TRIGGER {table}_changed ON {table}")
        op.execute("DROP TRIGGER idea_searched ON idea")
        op.execute("DROP TRIGGER actor_changed_sector ON actor")
        for function in ("idea_changed", "part_changed", "idea_searched", "actor_changed_sector"):
            op.execute(f"DROP FUNCTION {function}()")
    op.execute("DROP TABLE idea_fts")
    op.drop_table("idea_change")


def search_on_sqlite() -> None:
    """Contentless FTS5 tables, one of words and one of parts of words, and triggers that keep them."""
    words = "tokenize='unicode61 remove_diacritics 0', prefix='2 3'"
    parts = "tokenize='trigram case_sensitive 1', columnsize=0"
    op.execute(f"CREATE VIRTUAL TABLE idea_fts USING fts5(terms, content='', {words})")
    op.execute(f"CREATE VIRTUAL TABLE idea_fts_parts USING fts5(terms, content='', {parts})")
    tables = ("idea_fts", "idea_fts_parts")
    out = " ".join(
        f"INSERT INTO {name}({name}, rowid, terms) SELECT 'delete', old.id, old.terms WHERE old.state = 'published';"
        for name in tables
    )
    into = " ".join(
        f"INSERT INTO {name}(rowid, terms) SELECT new.id, new.terms WHERE new.state = 'published';" for name in tables
    )
    op.execute(f"CREATE TRIGGER idea_searched_insert AFTER INSERT ON idea BEGIN {into} END")
    op.execute(f"CREATE TRIGGER idea_searched_update AFTER UPDATE OF terms, state ON idea BEGIN {out} {into} END")
    op.execute(f"CREATE TRIGGER idea_searched_delete AFTER DELETE ON idea BEGIN {out} END")
    for name in tables:
        op.execute(f"INSERT INTO {name}(rowid, terms) SELECT id, terms FROM idea WHERE state = 'published'")


def changes_on_sqlite() -> None:
    """The mark of a change counts up: there is one writer, so whoever has seen a number has seen all before it."""
    number = "(SELECT coalesce(max(seq), 0) + 1 FROM idea_change)"
    for table, column in WATCHED.items():
        for act, row in (("insert", "new"), ("update", "new"), ("delete", "old")):
            mark = f"INSERT INTO idea_change (idea_id, seq) VALUES ({row}.{column}, {number}) {KEEP};"
            op.execute(f"CREATE TRIGGER {table}_changed_{act} AFTER {act.upper()} ON {table} BEGIN {mark} END")
    marks = f"INSERT INTO idea_change (idea_id, seq) SELECT DISTINCT idea_id, {number} FROM commitment"
    op.execute(
        "CREATE TRIGGER actor_changed_sector AFTER UPDATE OF sector ON actor BEGIN "
        f"{marks} WHERE actor_id = new.id {KEEP}; END"
    )


def search_on_postgresql() -> None:
    """A table beside the ideas, since counters that change often would drag the indexes along."""
    op.execute(
        "CREATE TABLE idea_fts (idea_id bigint PRIMARY KEY, terms text NOT NULL, "
        "words tsvector GENERATED ALWAYS AS (to_tsvector('simple', terms)) STORED)"
    )
    op.execute("CREATE INDEX idea_fts_words ON idea_fts USING gin (words)")
    _trigrams()
    op.execute(
        "CREATE FUNCTION idea_searched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' OR NEW.state <> 'published' THEN "
        "DELETE FROM idea_fts WHERE idea_id = OLD.id AND TG_OP <> 'INSERT'; "
        "ELSE INSERT INTO idea_fts (idea_id, terms) VALUES (NEW.id, NEW.terms) "
        "ON CONFLICT (idea_id) DO UPDATE SET terms = excluded.terms; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER idea_searched AFTER INSERT OR DELETE OR UPDATE OF terms, state ON idea "
        "FOR EACH ROW EXECUTE FUNCTION idea_searched()"
    )
    op.execute("INSERT INTO idea_fts (idea_id, terms) SELECT id, terms FROM idea WHERE state = 'published'")


def changes_on_postgresql() -> None:
    """The mark of a change is the number of its transaction: together with the oldest one that still runs it
    tells a reader exactly what they have not seen yet, in whatever order several processes commit.
    """
    mark = "pg_current_xact_id()::text::bigint"
    for function, column in (("idea_changed", "id"), ("part_changed", "idea_id")):
        op.execute(
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO idea_change (idea_id, seq) VALUES (coalesce(NEW.{column}, OLD.{column}), {mark}) "
            f"{KEEP} WHERE idea_change.seq <> excluded.seq; RETURN NULL; END $$"
        )
    for table, column in WATCHED.items():
        function = "idea_changed" if column == "id" else "part_changed"
        op.execute(
            f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    op.execute(
        "CREATE FUNCTION actor_changed_sector() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"INSERT INTO idea_change (idea_id, seq) SELECT DISTINCT idea_id, {mark} FROM commitment "
        f"WHERE actor_id = NEW.id ORDER BY idea_id {KEEP}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER actor_changed_sector AFTER UPDATE OF sector ON actor "
        "FOR EACH ROW EXECUTE FUNCTION actor_changed_sector()"
    )


def _trigrams() -> None:
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            op.execute("CREATE INDEX idea_fts_parts ON idea_fts USING gin (terms gin_trgm_ops)")
    except DBAPIError as fault:
        print(
            "The extension pg_trgm could not be used: words inside longer words are found without an index, "
            f"which is slower. The server said: {fault.orig}"
        )
