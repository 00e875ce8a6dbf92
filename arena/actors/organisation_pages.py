"""The door to founding an organisation and to keeping its profile."""

from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from arena.actors.change_profile import change_organisation
from arena.actors.found import found
from arena.actors.model import SECTORS
from arena.actors.queries import kept_by
from arena.actors.rules import Profile, check_mandate, check_profile
from arena.errors import Faults, Invalid
from arena.web.again import form_page
from arena.web.asking import act, must_sign_in, read
from arena.web.forms import read_form
from arena.web.pages import go

NEW, EDIT = "actors/organisation_new.html", "actors/organisation_edit.html"
KEY = 64


class New(Profile, frozen=True, forbid_unknown_fields=True):
    """The form of a new organisation: its profile, and as what its founder speaks."""

    mandate: str = ""


async def new(request: Request) -> Response:
    """Show the form of a new organisation."""
    await must_sign_in(request)
    return form_page(request, NEW, form=New(client_key=str(uuid4())), sectors=SECTORS)


async def create(request: Request) -> Response:
    """Found an organisation."""
    await must_sign_in(request)
    typed = await read_form(request, New)
    try:
        profile, mandate = _checked(request, typed)
    except Invalid as refusal:
        return form_page(request, NEW, refusal, form=typed, sectors=SECTORS)
    number = await act(request, found, profile, mandate, typed.client_key[:KEY])
    return go(request, f"/actors/{number}", done="actors.found.done")


def _checked(request: Request, typed: New) -> tuple[dict[str, str | None], str]:
    faults = Faults()
    mandate = check_mandate(faults, typed.mandate)
    try:
        profile = check_profile(typed, _districts(request))
    except Invalid as invalid:
        raise Invalid(invalid.faults | faults.found) from None
    faults.refuse()
    return profile, mandate


async def edit(request: Request) -> Response:
    """Show the form of a profile to those who keep it."""
    row = await read(request, kept_by, request.path_params["id"])
    form = Profile(row.name, row.sector, row.about, row.website, row.district or "")
    return form_page(request, EDIT, form=form, number=row.id, sectors=SECTORS)


async def change(request: Request) -> Response:
    """Change an organisation's profile."""
    number = request.path_params["id"]
    typed = await read_form(request, Profile)
    await read(request, kept_by, number)
    try:
        profile = check_profile(typed, _districts(request))
    except Invalid as refusal:
        return form_page(request, EDIT, refusal, form=typed, number=number, sectors=SECTORS)
    await act(request, change_organisation, number, profile)
    return go(request, f"/actors/{number}", done="actors.profile.done")


def _districts(request: Request) -> set[str]:
    return {district.key for district in request.app.state.strategies.current.districts}
