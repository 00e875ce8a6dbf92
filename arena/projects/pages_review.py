"""The door to the outcome of a project: the day to look at it, and what came of it."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Refusal
from arena.ideas.count import today
from arena.projects.own import review_for
from arena.projects.review import review, set_review
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form, typed_as
from arena.web.pages import go
from arena.words.typed import day_typed

Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]


class ReviewForm(msgspec.Struct, forbid_unknown_fields=True):
    """A day with a reason, or what came of the project."""

    speak_as: Number | None = None
    review_due: str = ""
    why: str = ""
    markdown: str = ""


async def show(request: Request) -> Response:
    """Show both forms; what came of it can be written once the day has come."""
    return await _page(request, None)


async def send_day(request: Request) -> Response:
    """Set or move the day."""
    idea_id, typed, faults = request.path_params["id"], await read_form(request, ReviewForm), Faults()
    due = typed_as(faults, "review_due", typed.review_due, day_typed, "projects.faults.day")
    try:
        faults.refuse()
        await act_as(request, typed.speak_as, set_review, idea_id, due, typed.why)
    except Refusal as refusal:
        return await _page(request, typed, refusal)
    return go(request, f"/ideas/{idea_id}/project", done="projects.set_review.done")


async def send(request: Request) -> Response:
    """Store what came of it."""
    idea_id, typed = request.path_params["id"], await read_form(request, ReviewForm)
    try:
        await act_as(request, typed.speak_as, review, idea_id, typed.markdown)
    except Refusal as refusal:
        return await _page(request, typed, refusal)
    return go(request, f"/ideas/{idea_id}/project#review", done="projects.review.done")


async def _page(request: Request, typed: ReviewForm | None, refusal: Refusal | None = None) -> Response:
    found = await read(request, review_for, request.path_params["id"])
    due = found["due"]
    typed = typed or ReviewForm(review_due=due.isoformat() if due else "")
    come = due is not None and due <= today(datetime.now(UTC))
    return form_page(request, "projects/review.html", refusal, typed=typed, come=come, **found)
