"""Passwords: long enough, not known to everybody, kept only as an argon2id hash."""

import asyncio
import gzip
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from arena.errors import Faults

LEAST, MOST = 10, 200
# 24,193 words: the common passwords of zxcvbn-ts and zxcvbn (MIT) and of Django (BSD-3-Clause), in lower case.
COMMON = Path(__file__).parent / "common_passwords.txt.gz"
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")

# OWASP's second profile: 19 MiB, two passes. One hash takes some 20 ms of a core.
_hasher = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)
# Few at once, since each takes 19 MiB; the others wait their turn.
_threads = ThreadPoolExecutor(2, thread_name_prefix="password")


def check_password(faults: Faults, password: str, *, name: str = "", email: str = "", field: str = "password") -> None:
    """Note what is wrong with a new password."""
    faults.text(field, password, least=LEAST, most=MOST)
    if len(password) > MOST:
        return
    plain = _plain(password).casefold()
    own = {name.casefold(), email, email.partition("@")[0]}
    if plain in own or is_common(plain):
        faults.add(field, "accounts.password.common")


def is_common(plain: str) -> bool:
    """Whether a password is on the list, is a word of the list with digits around it, or one piece repeated."""
    bare = EDGES.sub("", plain)
    padded = len(bare) > 4 and len(plain) - len(bare) <= len(bare)
    piece = (plain + plain).find(plain, 1)
    return plain in _common() or (padded and bare in _common()) or piece <= len(plain) // 2


async def hash_password(password: str) -> str:
    """The hash to store; takes its time on a thread of its own, never inside a transaction."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, _plain(password))


async def fits(password: str, password_hash: str | None) -> bool:
    """Whether a password is the one of the hash; takes as long where there is none."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, password, password_hash)


def _verify(password: str, password_hash: str | None) -> bool:
    try:
        _hasher.verify(password_hash or _nobody(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobody() -> str:
    """What is compared where there is no account or no password."""
    return _hasher.hash("nobody")


def _plain(password: str) -> str:
    """One form for what looks the same, whichever keyboard typed it; nothing is cut off."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _common() -> frozenset[str]:
    return frozenset(gzip.decompress(COMMON.read_bytes()).decode().split("\n"))
