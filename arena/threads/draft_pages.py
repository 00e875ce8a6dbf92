"""The door to drafts: kept by a script while somebody types, by a button without one, and past the end of a session."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.threads.draft import Kept, Typed, keep_draft
from arena.web.asking import act, know
from arena.web.near import must_come_from_here
from arena.web.pages import render


async def keep(request: Request) -> Response:
    """Keep what a script sends every few seconds; says what came of it."""
    must_come_from_here(request)
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Refusal(415, "errors.strange_form")
    try:
        typed = msgspec.json.decode(await request.body(), type=Typed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Refusal(400, "errors.strange_form") from fault
    if (me := await know(request)) is None:  # the device still has the words; a session that ended is no fault
        kept = Kept(signed_out=True)
    else:
        request.app.state.pace.check(me.person_id, "draft")
        kept = await act(request, keep_draft, request.path_params["id"], typed)
    return Response(msgspec.json.encode(kept), media_type="application/json")


async def signed_out(request: Request, form: msgspec.Struct, back: str) -> Response:
    """The session has ended meanwhile: the words stand in a form that sends them once the person has signed in."""
    await know(request)
    told = {name: value for name, value in msgspec.structs.asdict(form).items() if value not in ("", None)}
    words = told.pop("markdown", "")
    return render(request, "threads/signed_out.html", status=401, words=words, told=told, back=back)
