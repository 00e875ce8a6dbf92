"""What a profile may hold, and who may change what of an organisation."""

import re
from collections.abc import Container
from unicodedata import category

import msgspec
from sqlalchemy import Connection, select

from arena.actors.model import SECTORS, Actor, Membership
from arena.errors import Faults, Missing, Refusal
from arena.store.text import clean_line
from arena.voice import Voice

BLANK = "\u2800\u3164\u115f\u1160\uffa0"  # letters and symbols that show nothing
NAME, ABOUT, WEBSITE, MANDATE = 80, 1000, 300, 120
SITE = re.compile(r"https?://[^\s/@\\]+\.[^\s/@\\]+(?:/\S*)?", re.IGNORECASE)


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an organisation says of itself; `client_key` makes a double click found it once."""

    name: str = ""
    sector: str = ""
    about: str = ""
    website: str = ""
    district: str = ""
    client_key: str = ""


def check_name(faults: Faults, name: str, field: str = "name") -> str:
    """The name in one line; notes one that is missing, too long or has nothing to see."""
    name = clean_line(name)
    if not name:
        faults.add(field, "actors.name.missing")
    faults.text(field, name, most=NAME)
    if not any(category(letter)[0] in "LNS" and letter not in BLANK for letter in name):
        faults.add(field, "actors.name.nothing")
    return name


def check_mandate(faults: Faults, mandate: str) -> str:
    """The mandate in one line; notes one that is missing or too long."""
    mandate = clean_line(mandate)
    if not mandate:
        faults.add("mandate", "actors.mandate.missing")
    faults.text("mandate", mandate, most=MANDATE)
    return mandate


def check_profile(profile: Profile, districts: Container[str]) -> dict[str, str | None]:
    """The profile as columns, or `Invalid` with everything that is wrong with it."""
    faults = Faults()
    name = check_name(faults, profile.name)
    faults.one_of("sector", profile.sector, SECTORS)
    faults.text("about", profile.about, least=0, most=ABOUT)
    website = profile.website
    if website and "://" not in website:
        website = f"https://{website}"
    faults.text("website", website, least=0, most=WEBSITE)
    if website and not SITE.fullmatch(website):
        faults.add("website", "actors.website.strange")
    if profile.district:
        faults.one_of("district", profile.district, districts)
    faults.refuse()
    told: dict[str, str | None] = {"name": name, "sector": profile.sector, "about": profile.about, "website": website}
    return told | {"district": profile.district or None}


def must_steward(db: Connection, voice: Voice, organisation_id: int) -> None:
    """Let only those who keep an organisation's profile go on; what is no organisation is missing (404)."""
    mine = (Membership.organisation_id == Actor.id) & (Membership.person_id == voice.person_id)
    found = select(Membership.steward).select_from(Actor).outerjoin(Membership, mine & (Membership.state == "active"))
    row = db.execute(found.where(Actor.id == organisation_id, Actor.kind == "organisation")).first()
    if row is None:
        raise Missing
    if not row.steward:
        raise Refusal(403, "errors.not_yours")
