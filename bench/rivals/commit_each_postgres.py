"""A rival that only stores: one commit for each post on PostgreSQL, from sixteen connections."""

import sys
import threading
import time
from typing import Any

import psycopg

CONNECTIONS = 16
TABLES = """
CREATE TABLE rival_thread (id integer PRIMARY KEY, seq integer NOT NULL);
CREATE TABLE rival_post (id serial PRIMARY KEY, thread_id integer NOT NULL, seq integer NOT NULL, text text NOT NULL);
"""
TEXT = "Wer hat Platz für eine Werkstatt am Kanal? Wir sind zu acht."


def _store(url: str, thread: int, until: float, told: list[int]) -> None:
    """Each connection has a thread of its own to post to, so that none waits for another's row."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("INSERT INTO rival_thread VALUES (%s, 0)", (thread,))
        posts = 0
        while time.perf_counter() < until:
            with db.transaction():
                counted = "UPDATE rival_thread SET seq = seq + 1 WHERE id = %s RETURNING seq"
                row: Any = db.execute(counted, (thread,)).fetchone()
                stored = "INSERT INTO rival_post (thread_id, seq, text) VALUES (%s, %s, %s)"
                db.execute(stored, (thread, row[0], TEXT))
            posts += 1
    told.append(posts)


def main(url: str, seconds: float) -> float:
    """Store for so long; gives posts a second."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("DROP TABLE IF EXISTS rival_thread, rival_post")
        db.execute(TABLES)
    told: list[int] = []
    begin = time.perf_counter()
    threads = [
        threading.Thread(target=_store, args=(url, number, begin + seconds, told)) for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(told) / (time.perf_counter() - begin)


if __name__ == "__main__":
    print(main(sys.argv[1].replace("+psycopg", ""), float(sys.argv[2])))
