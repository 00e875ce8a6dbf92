"""The door to an office's desk, where its approved answers are published together."""

import re
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.answers.desk import desk
from arena.answers.head import overdue
from arena.answers.office import ENOUGH
from arena.answers.publish import publish_drafts
from arena.errors import Invalid, Refusal
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import fill, read_form
from arena.web.pages import go, language
from arena.words import words_in

ONE = re.compile(r"(\d{1,15})\.(\d{1,9})")  # a draft and the version that was read


class By(msgspec.Struct):
    """In which order ideas wait."""

    by: Literal["supported", "waiting"] = "supported"


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """The drafts that were ticked."""

    drafts: list[str] = []

    def chosen(self) -> dict[int, int]:
        """The version by the number of its draft."""
        found = [ONE.fullmatch(one) for one in self.drafts]
        if not all(found):
            raise Refusal(400, "errors.strange_form")
        return {int(match[1]): int(match[2]) for match in found if match}


async def show(request: Request) -> Response:
    """Show the desk to the members of the office."""
    return await _page(request)


async def publish(request: Request) -> Response:
    """Publish what was ticked, all of it or nothing."""
    batch, number = await read_form(request, Batch), request.path_params["id"]
    await read(request, desk, number)
    try:
        await act_as(request, number, publish_drafts, number, batch.chosen())
    except Invalid as invalid:
        return await _page(request, _named(request, invalid), batch)
    return go(request, f"/offices/{number}", done="answers.publish.done")


def _named(request: Request, invalid: Invalid) -> Invalid:
    """The same faults, each saying which idea it is about."""
    words = words_in(language(request))
    told = dict(invalid.faults)
    for name, (key, facts) in invalid.faults.items():
        if "idea" in facts:
            told[name] = ("answers.desk.fault", {"idea": facts["idea"], "fault": words.t(key)})
    return Invalid(told)


async def _page(request: Request, refusal: Refusal | None = None, batch: Batch | None = None) -> Response:
    by = fill(request.query_params, By).by
    found = await read(request, desk, request.path_params["id"], by)
    ticked = set(batch.drafts) if batch else {f"{one.id}.{one.rev}" for one in found.ready}
    shown = {"desk": found, "by": by, "ticked": ticked, "alone": found.office.members < ENOUGH, "overdue": overdue}
    return form_page(request, "answers/desk.html", refusal, **shown)
