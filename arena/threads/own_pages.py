"""The door to a reader's own side of a thread: how loudly they hear it."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.threads.follow import follow_thread
from arena.threads.pages_places import go_back
from arena.web.asking import act
from arena.web.forms import read_form


class LevelForm(msgspec.Struct, forbid_unknown_fields=True):
    """What a button of the menu at a thread's head says."""

    level: str = ""
    back: str = ""


async def choose_level(request: Request) -> Response:
    """Hear a thread more loudly or less."""
    form, thread_id = await read_form(request, LevelForm), request.path_params["id"]
    await act(request, follow_thread, thread_id, form.level)
    return go_back(request, form.back, thread_id, "thread-level")
