"""Mails: over a real SMTP server, into the folder of a demo, tried again, never with a header too many."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx2
import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import select

from arena.app import create_app
from arena.jobs.mail import ask_mail
from arena.jobs.post import compose
from arena.settings import Settings
from arena.store import Store
from arena.store.outbox import TRIES, Outbox, ask
from tests.hosting import hosting


class Inbox:
    """Keeps what arrives; refuses the first `faults` mails with `code`."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.tries = 0
        self.faults = 0
        self.code = 451

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        self.tries += 1
        if self.tries <= self.faults:
            return f"{self.code} not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    """A mail server and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def settings(fresh_database: str, tmp_path: Path) -> Settings:
    """Settings of an Arena with a database of its own."""
    store = Store(fresh_database)
    store.close()
    return Settings(data_dir=tmp_path, database_url=fresh_database, public_url="https://arena.example")


def _with(settings: Settings, url: str) -> Settings:
    return Settings(
        data_dir=settings.data_dir,
        database_url=settings.database_url,
        public_url=settings.public_url,
        mail_url=url,
        mail_from="arena@arena.example",
    )


async def _until(true: Any) -> None:
    for _ in range(250):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


def _state(store: Store) -> list[tuple[Any, int, dict[str, Any]]]:
    rows = store.read_now(lambda db: db.execute(select(Outbox.due, Outbox.tries, Outbox.facts)).all())
    return [(row.due, row.tries, row.facts) for row in rows]


async def test_a_mail_goes_out_over_smtp_in_the_readers_language(settings: Settings, inbox: tuple[Inbox, str]) -> None:
    box, url = inbox
    app = create_app(_with(settings, url))
    async with app.router.lifespan_context(app):
        store: Store = app.state.store
        link = "https://arena.example/en/link?token=" + "x" * 43
        await store.write(ask_mail, "kim@example.org", "en", "sign_up", name="Kim Łaß", link=link)
        await _until(lambda: box.mails)
        await _until(lambda: _state(store)[0][0] is None)
        assert _state(store)[0][2] == {}, "a mail that was sent is forgotten"
    envelope = box.mails[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("arena@arena.example", ["kim@example.org"])
    mail = _parsed(envelope.content)
    assert mail["Subject"] == "Your account in the Arena of Ideas"
    assert mail["List-Id"] == "<mails.arena.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert mail["Message-ID"] == "<job-1@arena.example>"
    assert mail.get_content_type() == "text/plain"
    assert link in mail.get_content()
    assert "Kim Łaß" in mail.get_content()


def _parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)


async def _try_again(store: Store, log: pytest.LogCaptureFixture, times: int) -> None:
    """Let the time pass that a failed job waits, until it has failed so many times more."""
    for _ in range(times):
        before = len(log.messages)
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=3 * (before + 1))):
            await store.write(lambda tx: tx.hint("job", "mail"))
            await _until(lambda before=before: len(log.messages) > before)


async def test_a_server_that_says_not_now_is_asked_again_later(
    settings: Settings, inbox: tuple[Inbox, str], caplog: pytest.LogCaptureFixture
) -> None:
    box, url = inbox
    box.faults = 2
    app = create_app(_with(settings, url))
    async with app.router.lifespan_context(app):
        store: Store = app.state.store
        await store.write(ask_mail, "kim@example.org", "de", "sign_in", link="https://arena.example/x")
        await _until(lambda: caplog.messages)
        await _try_again(store, caplog, 1)
        assert (box.tries, box.mails) == (2, [])
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=9)):
            await store.write(lambda tx: tx.hint("job", "mail"))
            await _until(lambda: len(box.mails) == 1)
    assert "kim@example.org" not in caplog.text


async def test_a_refused_recipient_is_not_asked_again(settings: Settings, inbox: tuple[Inbox, str]) -> None:
    box, url = inbox
    box.faults, box.code = 1, 550
    app = create_app(_with(settings, url))
    async with app.router.lifespan_context(app):
        store: Store = app.state.store
        await store.write(ask_mail, "weg@example.org", "de", "sign_in", link="https://arena.example/x")
        await _until(lambda: box.tries == 1)
        await _until(lambda: _state(store)[0][0] is None)
    assert box.mails == []


async def test_a_server_that_never_answers_is_given_up_at_last(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        app = create_app(_with(settings, f"smtp://127.0.0.1:{nobody.getsockname()[1]}"))
        async with app.router.lifespan_context(app):
            store: Store = app.state.store
            await store.write(ask_mail, "kim@example.org", "de", "sign_in", link="https://arena.example/x")
            await _until(lambda: caplog.messages)
            await _try_again(store, caplog, TRIES - 1)
            assert _state(store) == [(None, TRIES, {})]
    assert "the last time" in caplog.messages[-1]


async def test_a_job_asked_for_while_nobody_worked_is_found_at_the_start(
    settings: Settings, inbox: tuple[Inbox, str]
) -> None:
    box, url = inbox
    store = Store(settings.database)
    store.write_now(ask_mail, "kim@example.org", "de", "sign_in", link="https://arena.example/x")
    store.close()
    app = create_app(_with(settings, url))
    async with app.router.lifespan_context(app):
        await _until(lambda: len(box.mails) == 1)


async def test_one_line_stays_one_line(settings: Settings) -> None:
    facts = {"to": "kim@example.org\r\nBcc: all@example.org", "subject": "x", "text": "y"}
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        compose(settings, 1, facts)
    store = Store(settings.database)
    facts = {"organisation": "A\r\nBcc: all@example.org", "person": "P", "mandate": "M", "link": "L"}
    store.write_now(ask_mail, "kim@example.org", "de", "invite", **facts)
    told = _state(store)[0][2]
    store.close()
    mail = compose(settings, 1, told)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Einladung: Sprechen Sie für A Bcc: all@example.org"


async def test_the_mailbox_exists_in_a_demo_alone(fresh_database: str, tmp_path: Path, settings: Settings) -> None:
    text = "Sehen Sie http://localhost/x\n<script>alert(1)</script>"
    # A server of its own: the one all share may have much to send before, and mails of days to which tests travelled.
    async with hosting(fresh_database, Store(fresh_database), tmp_path) as arena:
        visitor = arena.visitor()
        await visitor.post("/de/sign-in", {"email": "mailbox@example.org", "how": "link"})
        arena.store.write_now(ask, "mail", to="kim@example.org", subject="<b>Hallo</b>", text=text)
        page = ""
        for _ in range(1_000):
            await visitor.post("/de/sign-in", {"email": "mailbox@example.org", "how": "link"})
            page = (await visitor.get("/de/mails")).text
            if "kim@example.org" in page:
                break
            await asyncio.sleep(0.05)
        arena.store.close()
    assert "&lt;b&gt;Hallo" in page
    assert '<a href="http://localhost/x">' in page
    assert "<script>alert" not in page
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        assert await _status(app, "/de/mails", "arena.example") == 404


async def _status(app: Any, path: str, host: str) -> int:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url=f"https://{host}") as http:
        return (await http.get(path)).status_code
