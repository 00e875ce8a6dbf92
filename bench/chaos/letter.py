"""A letter: an op sent over plain HTTP with its key in `Idempotency-Key`, as programs without a socket do."""

import asyncio
from typing import Any

import httpx2

from bench.chaos.record import Record

PATIENCE_S = 6.0
LATER, FINAL = {408, 429, 503}, {404: "gone", 409: "conflict"}


async def send_by_letter(record: Record, key: str, port: int, node: int, headers: dict[str, str]) -> int | None:
    """Send an op once; gives the item it touched, 0 for a final no, None where there was no answer."""
    sent = record.sent[key]
    origin = f"http://127.0.0.1:{port}"
    body: dict[str, Any] = {"do": sent.do} | sent.payload
    told = headers | {"Idempotency-Key": key, "Origin": origin, "Sec-Fetch-Site": "same-origin"}
    try:
        async with asyncio.timeout(PATIENCE_S), httpx2.AsyncClient(base_url=origin, verify=False) as http:
            answer = await http.post(f"/threads/{sent.thread}/ops", json=body, headers=told)
    except (httpx2.HTTPError, TimeoutError):
        return None
    record.counts[f"letters: {answer.status_code}"] += 1
    if answer.status_code == 200:
        stored = answer.json()
        record.acknowledged(key, stored | {"post": stored["post_id"]}, node)
        return int(stored["post_id"])
    if answer.status_code not in LATER and answer.status_code not in FINAL:
        record.fault("refused", f"{answer.status_code} {answer.text[:200]}")
    return 0 if answer.status_code in FINAL else None
