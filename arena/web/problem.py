"""What a program is told of a refusal: the same code for the same thing, whichever door it came through."""

from typing import Any

from starlette.responses import JSONResponse

from arena.errors import Refusal
from arena.words import Words

CODES = {
    401: "auth",
    403: "forbidden",
    404: "gone",
    409: "conflict",
    413: "too_long",
    423: "locked",
    429: "rate",
    503: "overloaded",
}
AGAIN_S = 2  # after which to ask again what could not be answered now


def told_of(refusal: Refusal, words: Words) -> dict[str, Any]:
    """`code`, `msg` and perhaps `retry` in seconds; of several faults the first."""
    key, facts = next(iter(getattr(refusal, "faults", {}).values()), (refusal.key, refusal.facts))
    named = refusal.key.rpartition(".")[2]
    code = named if named in ("key_reused", "slow_mode") else CODES.get(refusal.status, "invalid")
    told = {"code": "too_long" if key == "errors.too_long" else code, "msg": words.t(key, **facts)}
    return told | ({"retry": wait} if (wait := _wait(refusal)) else {})


def retry_after(refusal: Refusal) -> dict[str, str]:
    """The header that says when to come back, where that makes sense."""
    return {"Retry-After": str(wait)} if (wait := _wait(refusal)) else {}


def problem(refusal: Refusal, words: Words) -> JSONResponse:
    """A refusal as `application/problem+json`, with the fields of the frame `err` as well."""
    told = told_of(refusal, words)
    body = {"status": refusal.status, "detail": told["msg"], "key": refusal.key, **told}
    return JSONResponse(body, refusal.status, retry_after(refusal), "application/problem+json")


def _wait(refusal: Refusal) -> int | None:
    wait: int | None = refusal.facts.get("retry")
    return wait or (AGAIN_S if refusal.status == 503 else None)
