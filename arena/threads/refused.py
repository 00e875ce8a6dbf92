"""What a client is told of a refusal: a code for programs, a sentence for people."""

from typing import Any

from arena.errors import Refusal
from arena.words import Words

CODES = {401: "auth", 403: "forbidden", 404: "gone", 409: "conflict", 423: "locked", 429: "rate", 503: "overloaded"}


def told_of(refusal: Refusal, words: Words) -> dict[str, Any]:
    """`code`, `msg` and perhaps `retry` in seconds; of several faults the first."""
    key, facts = next(iter(getattr(refusal, "faults", {}).values()), (refusal.key, refusal.facts))
    named = refusal.key.rpartition(".")[2]
    code = named if named in ("key_reused", "slow_mode") else CODES.get(refusal.status, "invalid")
    told = {"code": "too_long" if key == "errors.too_long" else code, "msg": words.t(key, **facts)}
    return told | ({"retry": wait} if (wait := refusal.facts.get("retry")) else {})
