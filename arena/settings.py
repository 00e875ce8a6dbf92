"""Settings: one frozen object, read once from the environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

PREFIX = "ARENA_"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operator truly chooses; without any of it the one-command start works.

    Each field is the environment variable `ARENA_<FIELD>`; only the port is plain `PORT`.
    `docs/running.md` explains every one.
    """

    port: int = 8000
    host: str = "127.0.0.1"
    data_dir: Path = Path("data")
    database_url: str = ""
    broker: str = "auto"
    public_url: str = ""
    demo: bool = False
    mail_url: str = ""
    mail_from: str = "arena@localhost"
    trusted_proxies: str = ""
    strategy: Path | None = None
    texts: Path | None = None
    operator_name: str = ""
    operator_address: str = ""
    operator_email: str = ""

    @property
    def address(self) -> str:
        """Where people reach the Arena, without a slash at the end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach the Arena over HTTPS, so that cookies may demand it."""
        return self.address.startswith("https://")

    @property
    def database(self) -> str:
        """The database's address: PostgreSQL where one is named, else one file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'arena.db').absolute()}"


def read_settings(env: Mapping[str, str]) -> Settings:
    """Read the settings; a misspelt or ill-typed variable raises `msgspec.ValidationError` naming it."""
    found = {name.removeprefix(PREFIX).lower(): value for name, value in env.items() if _is_ours(name)}
    if env.get("PORT"):
        found["port"] = env["PORT"]
    return msgspec.convert(found, Settings, strict=False, dec_hook=_decode)


def _decode(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_")
