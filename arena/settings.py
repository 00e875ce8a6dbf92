"""Settings: one frozen object, read once from the environment."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

PREFIX = "ARENA_"
WANTED = {
    "port": "a whole number from 1 to 65535",
    "demo": "true or false",
    **dict.fromkeys(("data_dir", "strategy", "texts"), "the path of a file or folder"),
}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operator truly chooses; without any of it the one-command start works.

    Each field is the environment variable `ARENA_<FIELD>`; only the port is plain `PORT`.
    `docs/running.md` explains every one.
    """

    port: Annotated[int, Meta(ge=1, le=65_535)] = 8000
    host: str = "127.0.0.1"
    data_dir: Path = Path("data")
    database_url: str = ""
    broker: str = "auto"
    public_url: str = ""
    secret_key: str = ""  # kept for platforms that set one; sessions and links are random and stored hashed
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


class SettingsFault(ValueError):
    """A setting that can't be used, named as the operator wrote it."""


def read_settings(env: Mapping[str, str]) -> Settings:
    """Read the settings; raises SettingsFault for a variable that is misspelt or of the wrong kind."""
    found = {name.removeprefix(PREFIX).lower(): value for name, value in env.items() if _is_ours(name)}
    if env.get("PORT"):
        found["port"] = env["PORT"]
    for field in found.keys() - set(Settings.__struct_fields__):
        near = get_close_matches(field, Settings.__struct_fields__, 1)
        meant = f"; {_variable(near[0])} is one" if near else ""
        raise SettingsFault(f"{PREFIX}{field.upper()} is not a setting{meant} (docs/running.md names all)")
    try:
        return msgspec.convert(found, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as fault:
        field = str(fault).rsplit("`$.", 1)[-1].strip("`")
        raise SettingsFault(f"{_variable(field)}={found[field]!r}: {WANTED[field]} is needed here") from fault


def _path(kind: type, value: str) -> Path:
    if kind is not Path or not value:
        raise ValueError("Expected a path")
    return Path(value)


def _variable(field: str) -> str:
    return "PORT" if field == "port" else PREFIX + field.upper()


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_")
