"""Look at what surrounds the Arena: its folder, its address, its mails, who operates it."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from urllib.parse import urlsplit

from arena.doctor.finding import FAULT, HINT, WELL, Finding
from arena.settings import Settings

LEAST = 500  # MB of free space
SECONDS = 5
MAIL_PORTS = {"smtp": 587, "smtps": 465}


def look_at_folder(settings: Settings) -> Iterator[Finding]:
    """Whether the data folder can be written to and has room."""
    folder = settings.data_dir.absolute()
    near = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=near) as file:
            file.write(b"arena")
        free = shutil.disk_usage(near).free // 1_000_000
    except OSError as fault:
        yield Finding(FAULT, "data folder", f"{near} can't be written to: {fault.strerror}")
        return
    if free < LEAST:
        yield Finding(FAULT, "data folder", f"only {free} MB are free on the disk of {near}; {LEAST} are needed")
    else:
        yield Finding(WELL, "data folder", f"{folder} can be written to, {free:,} MB are free")


def look_at_address(settings: Settings) -> Iterator[Finding]:
    """Whether people reach the Arena where its mails and cookies say it is."""
    if not settings.public_url:
        yield Finding(HINT, "address", f"ARENA_PUBLIC_URL is not set: links in mails lead to {settings.address}")
        return
    parts = urlsplit(settings.public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        said = f"ARENA_PUBLIC_URL={settings.public_url} must be like https://ideas.example.org"
        yield Finding(FAULT, "address", said)
    elif not settings.secure and parts.hostname not in ("localhost", "127.0.0.1"):
        yield Finding(FAULT, "address", "ARENA_PUBLIC_URL begins with http://; without HTTPS passwords travel openly")
    elif settings.secure and not settings.trusted_proxies:
        said = "ARENA_TRUSTED_PROXIES is not set: behind a proxy everybody shares one address and one rate limit"
        yield Finding(HINT, "address", said)
    else:
        yield Finding(WELL, "address", settings.address)


def look_at_mail(settings: Settings) -> Iterator[Finding]:
    """Whether mails reach anybody: the server answers, and the sender is an address."""
    if not settings.mail_url:
        said = f"ARENA_MAIL_URL is not set: mails are laid into {settings.data_dir / 'mails'} and reach nobody"
        yield Finding(HINT, "mail", said)
        return
    try:
        parts = urlsplit(settings.mail_url)
        port = parts.port or MAIL_PORTS[parts.scheme]
        if not parts.hostname:
            raise KeyError
    except (KeyError, ValueError):
        yield Finding(FAULT, "mail", "ARENA_MAIL_URL must be like smtp://user:password@mail.example.org:587")
        return
    try:
        socket.create_connection((parts.hostname, port), SECONDS).close()
    except OSError as fault:
        yield Finding(FAULT, "mail", f"{parts.hostname}, port {port} does not answer: {fault.strerror or fault}")
        return
    yield Finding(WELL, "mail", f"{parts.hostname}, port {port} answers")
    if settings.mail_from == "arena@localhost":
        yield Finding(HINT, "mail", "ARENA_MAIL_FROM is not set: many servers refuse mails from arena@localhost")


def look_at_operator(settings: Settings) -> Iterator[Finding]:
    """Whether the public texts name who is responsible."""
    fields = ("operator_name", "operator_address", "operator_email")
    missing = [f"ARENA_{field.upper()}" for field in fields if not getattr(settings, field)]
    if missing:
        yield Finding(HINT, "operator", f"the imprint lacks {', '.join(missing)}")
    else:
        yield Finding(WELL, "operator", settings.operator_name)
