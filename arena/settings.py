"""Settings: one frozen object, read once from the environment."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

PREFIX = "ARENA_"
WANTED = {
    "port": "a whole number from 1 to 65535",
    "demo": "true or false",
    **dict.fromkeys(("data_dir", "strategy", "texts"), "the path of a file or folder"),
}
CARRIERS = {
    **dict.fromkeys(("redis", "rediss", "valkey", "valkeys"), "redis"),
    **dict.fromkeys(("postgresql", "postgresql+psycopg"), "postgres"),
    "nats": "nats",
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

    @property
    def carrier(self) -> str:
        """What carries hints between processes: memory, sqlite, postgres, redis or nats."""
        own = "sqlite" if self.database.startswith("sqlite") else "postgres"
        if self.broker in ("auto", "memory", own):
            return own if self.broker == "auto" else self.broker
        if self.broker in ("sqlite", "postgres"):
            raise SettingsFault(f"ARENA_BROKER={self.broker} needs that database; ARENA_DATABASE_URL names another")
        return _carrier_at(self.broker)


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
        settings = msgspec.convert(found, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as fault:
        field = str(fault).rsplit("`$.", 1)[-1].strip("`")
        raise SettingsFault(f"{_variable(field)}={found[field]!r}: {WANTED[field]} is needed here") from fault
    settings.carrier  # noqa: B018 - asking is what finds the fault
    return settings


def _path(kind: type, value: str) -> Path:
    if kind is not Path or not value:
        raise ValueError("Expected a path")
    return Path(value)


def _carrier_at(address: str) -> str:
    """The kind of broker at an address; a fault never repeats it, since it may hold a password."""
    try:
        parts = [urlsplit(one) for one in address.split(",")]
        if all(part.hostname and (part.port or 1) for part in parts):
            return CARRIERS[parts[0].scheme]
    except (KeyError, ValueError):
        pass
    raise SettingsFault(
        "ARENA_BROKER is auto, memory, sqlite, postgres or an address such as redis://host:6379, rediss://…, "
        "valkey://…, nats://host:4222 or postgresql://user@host/name; what it is set to is none of these"
    )


def _variable(field: str) -> str:
    return "PORT" if field == "port" else PREFIX + field.upper()


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_")
