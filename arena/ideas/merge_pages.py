"""The door to merging: a whole named thread goes into another one of its idea."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.ideas.move_posts import merge_thread
from arena.ideas.steer_pages import to_steer
from arena.ideas.threads import address_of
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form
from arena.web.pages import go


class MergeForm(msgspec.Struct, forbid_unknown_fields=True):
    """The thread everything goes into, and why."""

    speak_as: int | None = None
    to: int = 0
    reason: str = ""


async def ask(request: Request) -> Response:
    """Ask into which thread this one goes, and why."""
    return await _page(request, MergeForm())


async def send(request: Request) -> Response:
    """Move a whole thread into another and go there."""
    form, where = await read_form(request, MergeForm), (request.path_params["id"], request.path_params["thread"])
    try:
        await act_as(request, form.speak_as, merge_thread, *where, form.to, form.reason)
    except Refusal as refusal:
        return await _page(request, form, refusal)
    return go(request, f"/ideas/{where[0]}/threads/{form.to}", done="ideas_threads.merge.done")


async def _page(request: Request, form: MergeForm, refusal: Refusal | None = None) -> Response:
    page = await read(request, to_steer, request.path_params["id"], request.path_params["thread"])
    if page.named.first:
        raise Refusal(409, "ideas_threads.refused.talk")
    shown = {"page": page, "idea": page.idea, "named": page.named, "form": form}
    return form_page(request, "ideas/merge_thread.html", refusal, address_of=address_of, **shown)
