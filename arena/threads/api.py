"""The door for programs: the same ops as over the socket, and the log by position."""

from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from arena.errors import Refusal
from arena.live.frames import Op
from arena.threads.op import verb_of
from arena.threads.place import nowhere
from arena.threads.refused import told_of
from arena.threads.stream_api import position
from arena.threads.timeline import head, read_after
from arena.web.asking import do, must_sign_in, read
from arena.web.near import must_come_from_here
from arena.web.pages import etagged
from arena.words import words_in

BATCH = 256


async def ops(request: Request) -> Response:
    """Carry out an op; the header `Idempotency-Key` is its client key. A refusal has the fields of `err` as well."""
    try:
        must_come_from_here(request)
        return await _carry_out(request)
    except Refusal as refusal:
        words = words_in("en" if request.query_params.get("lang") == "en" else "de")
        told = told_of(refusal, words)
        problem = {"status": refusal.status, "detail": told["msg"], "key": refusal.key, **told}
        headers = {"Retry-After": str(told["retry"])} if "retry" in told else None
        return JSONResponse(problem, refusal.status, headers, "application/problem+json")


async def _carry_out(request: Request) -> Response:
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
