"""`arena doctor` finds what is wrong and changes nothing."""

import re
import socket
from pathlib import Path

import pytest

from arena.store import Store
from tests.commands.command import Operator
from tests.people import _person

GOOD = {
    "ARENA_PUBLIC_URL": "https://ideen.example.org",
    "ARENA_TRUSTED_PROXIES": "127.0.0.1",
    "ARENA_MAIL_FROM": "arena@example.org",
    "ARENA_OPERATOR_NAME": "Stadt",
    "ARENA_OPERATOR_ADDRESS": "Weg 1",
    "ARENA_OPERATOR_EMAIL": "stadt@example.org",
}


def test_a_good_installation_is_well(operator: Operator) -> None:
    operator.run("migrate")
    assert "0 people moderate, at least 2 should" in operator.run("doctor", **GOOD).out
    store = Store(operator.database)
    for name in ("ada", "bob"):
        store.write_now(_person, name, f"{name}@example.org")
        operator.run("moderator", "grant", f"{name}@example.org")
    store.close()
    with socket.socket() as mail:
        mail.bind(("127.0.0.1", 0))
        mail.listen()
        done = operator.run("doctor", **GOOD, ARENA_MAIL_URL=f"smtp://127.0.0.1:{mail.getsockname()[1]}")
    assert (done.status, done.out.splitlines()[-1]) == (0, "All is well."), done.out
    assert re.search(r"^ok +broker: (sqlite|PostgreSQL's NOTIFY at \S+ answers)", done.out, re.MULTILINE), done.out


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(beginner: Operator) -> None:
    done = beginner.run("doctor")
    assert (done.status, "the first start makes it" in done.out) == (0, True), done.out
    assert list(beginner.folder.iterdir()) == []


def test_a_database_that_was_not_migrated_is_a_fault(operator: Operator) -> None:
    if operator.database.startswith("sqlite"):
        Path(operator.database.removeprefix("sqlite:///")).touch()
    done = operator.run("doctor")
    assert (done.status, "not all have run" in done.out) == (1, True), done.out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ARENA_DATABASE_URL": "postgresql+psycopg://x:geheim@127.0.0.1:1/x"}, "does not answer"),
        ({"ARENA_DATABASE_URL": "quark"}, "ARENA_DATABASE_URL can't be used"),
        ({"ARENA_BROKER": "redis://:geheim@127.0.0.1:1"}, "redis://127.0.0.1:1 does not answer"),
        ({"ARENA_BROKER": "nats://x:geheim@127.0.0.1:1"}, "nats://127.0.0.1:1 does not answer"),
        ({"ARENA_BROKER": "postgresql://x:geheim@127.0.0.1:1/x"}, "PostgreSQL's NOTIFY at 127.0.0.1 does not answer"),
        ({"ARENA_DATA_DIR": "/proc/arena"}, "can't be written to"),
        ({"ARENA_PUBLIC_URL": "http://ideen.example.org"}, "without HTTPS passwords travel openly"),
        ({"ARENA_PUBLIC_URL": "ideen.example.org"}, "must be like https://"),
        ({"ARENA_MAIL_URL": "mail.example.org"}, "ARENA_MAIL_URL must be like smtp://"),
        ({"ARENA_MAIL_URL": "smtp://127.0.0.1:1"}, "127.0.0.1, port 1 does not answer"),
    ],
)
def test_each_fault_is_named_without_its_secrets(beginner: Operator, settings: dict[str, str], said: str) -> None:
    done = beginner.run("doctor", **settings)
    assert (done.status, said in done.out) == (1, True), done.out
    assert "geheim" not in done.out
    assert not list(beginner.folder.rglob("*.db"))


def test_a_damaged_file_is_found(beginner: Operator) -> None:
    beginner.run("migrate")
    file = beginner.folder / "data" / "arena.db"
    octets = bytearray(file.read_bytes())
    for page in range(5, len(octets) // 4096):
        octets[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(octets)
    done = beginner.run("doctor")
    assert (done.status, "restore a backup" in done.out) == (1, True), done.out
