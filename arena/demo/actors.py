"""The shape of the file of actors: organisations, persons and their memberships."""

from typing import Annotated

from msgspec import Meta, Struct

from arena.demo.kinds import Cast, Key, Language, Line, Name, Profile, Sector, Sentence


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a demo file."""


class Organisation(Row, frozen=True, kw_only=True):
    """An organisation with its sector and a short profile; an office may answer ideas."""

    key: Key
    name: Name
    sector: Sector
    about: Profile
    district: str | None = None
    website: str | None = None
    office: bool = False


class Membership(Row, frozen=True, kw_only=True):
    """A person's place in an organisation and what they may say for it."""

    organisation: str
    mandate: Line
    steward: bool = False


class Person(Row, frozen=True, kw_only=True):
    """A person; those with a cast are offered as sign-in links."""

    key: Key
    name: Name
    email: Annotated[str, Meta(pattern=r"^[a-z0-9.-]+@arena\.example$")]
    about: Sentence
    language: Language
    memberships: tuple[Membership, ...] = ()
    cast: Cast | None = None


class Actors(Row, frozen=True, kw_only=True):
    """The file of actors."""

    organisation: tuple[Organisation, ...]
    person: tuple[Person, ...]
