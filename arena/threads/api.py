"""The door for programs: the same ops as over the socket, and the log by position."""

from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.live.frames import Op
from arena.threads.op import verb_of
from arena.threads.timeline import read_after
from arena.web.asking import do, must_sign_in, read
from arena.web.pages import etagged

BATCH = 256


async def ops(request: Request) -> Response:
    """Carry out an op; the header `Idempotency-Key` is its client key."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Refusal(415, "errors.strange_form")
    try:
        body = msgspec.json.decode(await request.body(), type=dict[str, Any])
        key = request.headers.get("idempotency-key", body.get("ck", ""))
        op = msgspec.convert(body | {"t": "op", "ck": key, "th": request.path_params["id"]}, Op)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Refusal(400, "errors.strange_form") from fault
    me = await must_sign_in(request)
    request.app.state.pace.check(me.person_id, op.do)
    stored = await do(request, verb_of(op))
    return Response(msgspec.json.encode(stored), media_type="application/json")


async def events(request: Request) -> Response:
    """Everything touched after a position, in its present form."""
    after = request.query_params.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 16):
        raise Missing
    sync = await read(request, _after, request.path_params["id"], int(after))
    return etagged(request, msgspec.json.encode(sync), "application/json")


def _after(db: Connection, _: Any, thread_id: int, after: int) -> dict[str, Any]:
    return read_after(db, thread_id, after, BATCH)
