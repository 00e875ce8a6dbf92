"""A thread in which many have talked, laid into the database by one statement."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, literal, literal_column, select, update

from arena.store import Tx
from arena.threads.model import Post, Thread
from arena.threads.open import open_thread

SLOT = 11  # every eleventh item is a note of an act, the others are contributions
BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)
STEP = timedelta(minutes=5)

AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', '2026-01-01 12:00:00', '+' || (5 * i) || ' minutes')",
    "postgresql": "timestamptz '2026-01-01 12:00:00+00' + i * interval '5 minutes'",
}
NO = "i - i / 11"
ITEM = {
    "no": f"CASE WHEN i % 11 = 0 THEN NULL ELSE {NO} END",
    "born_seq": "i",
    "seq": "i",
    "kind": "CASE WHEN i % 11 = 0 THEN 'ideas.publish' ELSE 'contribution' END",
    "markdown": f"'Nr. ' || ({NO})",
    "html": f"'<p>Nr. ' || ({NO}) || '</p>'",
}


def crowded_thread(tx: Tx, person: int, contributions: int) -> int:
    """A public thread with so many contributions of one person, five minutes apart, and a note behind each tenth."""
    thread = open_thread(tx)
    items = contributions + (contributions - 1) // (SLOT - 1)
    counted = select(literal(1).label("i")).cte("item", recursive=True)
    counted = counted.union_all(select(counted.c.i + 1).where(counted.c.i < items))
    said = ITEM | {"at": AT[tx.db.dialect.name]}
    by = {"thread_id": literal(thread), "person_id": literal(person), "actor_id": literal(person)}
    rows = select(*by.values(), *map(literal_column, said.values())).select_from(counted)
    tx.db.execute(insert(Post).from_select([*by, *said], rows))
    tx.db.execute(update(Thread).where(Thread.id == thread).values(seq=items, post_no=contributions))
    return thread


def said_at(no: int) -> datetime:
    """When a contribution of such a thread was made."""
    return BEGIN + STEP * (no + (no - 1) // (SLOT - 1))
