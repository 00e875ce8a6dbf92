"""Who a client is to the server: its cookie, its second factor, its origin, and the keys of its ops."""

import hashlib
import os
import time
from collections.abc import Mapping
from urllib.parse import urlsplit
from uuid import UUID


def new_key() -> str:
    """A client key: a UUID of version 7, so that keys made later sort later."""
    moment = time.time_ns() // 1_000_000
    number = moment << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=number))


def csrf_of(session: str | None) -> str:
    """The second factor of a session token; empty for visitors."""
    return hashlib.sha256(f"live:{session}".encode()).hexdigest() if session else ""


def socket_url(url: str, lang: str) -> str:
    """The socket's address beside the pages at `url`."""
    parts = urlsplit(url)
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}/live?lang={lang}"


def headers_of(url: str, session: str | None, more: Mapping[str, str]) -> dict[str, str]:
    """The handshake's headers: our own origin and the session's cookie, unless `more` names others."""
    parts = urlsplit(url)
    headers = {"Origin": f"{parts.scheme}://{parts.netloc}"}
    if session:
        headers["Cookie"] = f"{'__Host-arena' if parts.scheme == 'https' else 'arena'}={session}"
    given = {name.lower() for name in more}
    return {name: value for name, value in headers.items() if name.lower() not in given} | dict(more)
