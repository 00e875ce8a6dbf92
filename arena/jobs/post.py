"""The post: sends a mail over SMTP, or lays it into a folder where no mail server is set."""

import asyncio
import os
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib

from arena.jobs.worker import Hopeless
from arena.settings import Settings

SECONDS = 30
FOLDER = "mails"


class Post:
    """Sends what the outbox holds of the kind `mail`; `send` is the worker's handler."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server = urlsplit(settings.mail_url) if settings.mail_url else None
        self._folder = settings.data_dir / FOLDER

    async def send(self, job: int, facts: dict[str, Any]) -> None:
        """Send one mail; it may go out twice, with the same Message-ID."""
        mail = compose(self._settings, job, facts)
        if self._server is None:
            await asyncio.to_thread(lay_down, self._folder, job, mail)
            return
        try:
            await _hand_over(self._server, mail)
        except aiosmtplib.SMTPRecipientsRefused as fault:
            if all(refused.code >= 500 for refused in fault.recipients):
                raise Hopeless("the mail server refused the recipient") from fault
            raise


def compose(settings: Settings, job: int, facts: dict[str, Any]) -> EmailMessage:
    """The mail with its headers; the address and the subject are one line each, or it is refused."""
    host = urlsplit(settings.address).hostname or "localhost"
    mail = EmailMessage(policy=SMTP)
    mail["From"] = settings.mail_from
    mail["To"] = facts["to"]
    mail["Subject"] = facts["subject"]
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<job-{job}@{host}>"
    mail["List-Id"] = f"<mails.{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    if stop := facts.get("unsubscribe"):
        mail["List-Unsubscribe"] = f"<{stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(facts["text"] + "\n", cte="quoted-printable")
    mail["Content-Language"] = facts.get("language", "de")
    return mail


async def _hand_over(server: SplitResult, mail: EmailMessage) -> None:
    await aiosmtplib.send(
        mail,
        hostname=server.hostname,
        port=server.port,
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=server.scheme == "smtps",
        timeout=SECONDS,
    )


def lay_down(folder: Path, job: int, mail: EmailMessage) -> Path:
    """Write a mail into the folder, readable by the operator alone; the same job always has the same file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / f"{job:09d}.eml"
    draft = place.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(mail.as_bytes())
    draft.replace(place)
    return place
