"""The door for programs: the same ops as over the socket, and the log by position."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from arena.errors import Refusal
from arena.live.frames import Op, Read, Typing
from arena.threads.op import verb_of
from arena.threads.place import nowhere
from arena.threads.read import mark_read
from arena.threads.stream_api import position
from arena.threads.timeline import head, read_after
from arena.web.asking import do, must_sign_in, read
from arena.web.near import must_come_from_here
from arena.web.pages import etagged

BATCH = 256
Body = dict[str, Any]
T = TypeVar("T")


async def ops(request: Request) -> Response:
    """Carry out an op; the header `Idempotency-Key` is its client key.

    The frames `read` and `typing` come through here too, for readers without a socket; they say so in `t`.
    """
    must_come_from_here(request)
    body = await _body(request)
    return await (_note if body.get("t") in ("read", "typing") else _carry_out)(request, body)


async def _body(request: Request) -> Body:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Refusal(415, "errors.strange_form")
    return _understood(msgspec.json.decode, await request.body(), Body)


def _understood(convert: Callable[..., T], given: Any, form: type[T]) -> T:
    try:
        return convert(given, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Refusal(400, "errors.strange_form") from fault


async def _carry_out(request: Request, body: Body) -> Response:
    thread, key = request.path_params["id"], request.headers.get("idempotency-key", body.get("ck", ""))
    op = _understood(msgspec.convert, body | {"t": "op", "ck": key, "th": thread}, Op)
    me = await must_sign_in(request)
    request.app.state.pace.check(me.person_id, op.do)
    stored = await do(request, verb_of(op))
    request.app.state.live.hub.spoke(me.person_id, thread)
    return Response(msgspec.json.encode(stored), media_type="application/json")


async def _note(request: Request, body: Body) -> Response:
    """How far somebody has read, or that they are typing: nothing of it is in the log."""
    form: type[Read] | type[Typing] = Read if body["t"] == "read" else Typing
    told = _understood(msgspec.convert, body | {"th": request.path_params["id"]}, form)
    me = await must_sign_in(request)
    request.app.state.pace.check(me.person_id, body["t"])
    if isinstance(told, Read):
        await do(request, lambda tx, me: mark_read(tx, me.person_id, told.th, told.no))
    else:
        await read(request, lambda db, _: head(db, told.th))
        request.app.state.live.hub.type(me.person_id, told.th)
    return Response(status_code=204)


async def events(request: Request) -> Response:
    """Everything touched after a position, in its present form; 409 where the position means nothing here."""
    after, epoch = (position(request.query_params.get(name, "0")) for name in ("after", "epoch"))
    found = await read(request, _after, request.path_params["id"], after, epoch)
    if found["t"] == "reset":
        return JSONResponse(found, 409)
    return etagged(request, msgspec.json.encode(found), "application/json")


def _after(db: Connection, _: Any, thread_id: int, after: int, epoch: int) -> dict[str, Any]:
    thread = head(db, thread_id)
    if why := nowhere(thread, after, epoch):
        return {"t": "reset", "th": thread_id, "why": why, "head": thread.seq, "epoch": thread.epoch}
    return {"t": "sync", "th": thread_id, "from": after} | read_after(db, thread_id, after, BATCH)
