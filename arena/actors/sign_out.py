"""Sign out: this browser, another one, or every one."""

from arena.actors.model import Login
from arena.actors.session import close_logins
from arena.store import Tx
from arena.voice import Voice

HANDLE = 16  # characters of a login's hash by which its owner names it


def sign_out_other(tx: Tx, voice: Voice, handle: str) -> int:
    """End one of one's own sessions; `handle` is the beginning of its hash."""
    if len(handle) != HANDLE:
        return 0
    return close_logins(tx, Login.person_id == voice.person_id, Login.token_hash.startswith(handle, autoescape=True))


def sign_out_everywhere(tx: Tx, voice: Voice) -> int:
    """End every session of the person; their open sockets hear of it at once."""
    return close_logins(tx, Login.person_id == voice.person_id)
