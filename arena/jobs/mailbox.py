"""The mailbox of a demo: the mails that were laid into the folder, newest first, with links to click."""

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import msgspec

from arena.settings import Settings

MOST = 50
LINK = re.compile(r"(https?://[^\s<>\"]+)")


class Letter(msgspec.Struct, frozen=True):
    """A mail as the page shows it; `pieces` are pairs of text and whether it is a link."""

    to: str
    subject: str
    at: datetime
    language: str
    pieces: list[tuple[str, bool]]


def letters(folder: Path) -> list[Letter]:
    """The newest mails of the folder."""
    files = sorted(folder.glob("*.eml"), reverse=True)[:MOST] if folder.is_dir() else []
    return [_letter(file.read_bytes()) for file in files]


def _letter(body: bytes) -> Letter:
    mail = message_from_bytes(body, _class=EmailMessage, policy=policy.default)
    text = mail.get_content()
    pieces = [(piece, bool(LINK.fullmatch(piece))) for piece in LINK.split(text) if piece]
    return Letter(
        mail["To"], mail["Subject"], parsedate_to_datetime(mail["Date"]), mail["Content-Language"] or "de", pieces
    )


def exists(settings: Settings) -> bool:
    """Whether there is a mailbox to look into: in a demo without a mail server."""
    return settings.demo and not settings.mail_url
