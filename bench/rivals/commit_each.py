"""A rival that only stores: one commit for each post, plain `sqlite3` in a thread, as durable as the Arena's."""

import sqlite3
import sys
import threading
import time
from pathlib import Path

TABLES = """
PRAGMA journal_mode=WAL;
CREATE TABLE thread (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
CREATE TABLE post (id INTEGER PRIMARY KEY, thread_id INTEGER NOT NULL, seq INTEGER NOT NULL, text TEXT NOT NULL);
INSERT INTO thread VALUES (1, 0);
"""
TEXT = "Wer hat Platz für eine Werkstatt am Kanal? Wir sind zu acht."


def opened(file: Path) -> sqlite3.Connection:
    """A fresh file for posts; it belongs to the thread that opens it."""
    db = sqlite3.connect(file, isolation_level=None)
    db.executescript(TABLES)
    db.execute("PRAGMA synchronous=FULL")
    return db


def store(db: sqlite3.Connection, text: str) -> None:
    """Give a post the next number and wait until it is on the disk."""
    db.execute("BEGIN IMMEDIATE")
    (seq,) = db.execute("UPDATE thread SET seq = seq + 1 WHERE id = 1 RETURNING seq").fetchone()
    db.execute("INSERT INTO post (thread_id, seq, text) VALUES (1, ?, ?)", (seq, text))
    db.execute("COMMIT")


def store_one_by_one(file: Path, seconds: float, told: list[float]) -> None:
    """Store for so long; tells how many posts a second it were."""
    db = opened(file)
    begin, posts = time.perf_counter(), 0
    while time.perf_counter() < begin + seconds:
        store(db, TEXT)
        posts += 1
    told.append(posts / (time.perf_counter() - begin))
    db.close()


if __name__ == "__main__":
    rates: list[float] = []
    storing = threading.Thread(target=store_one_by_one, args=(Path(sys.argv[1]), float(sys.argv[2]), rates))
    storing.start()
    storing.join()
    print(rates[0])
