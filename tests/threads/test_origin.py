"""Origin × cookie × csrf at each of the live doors: what another site sends, or what does not say where it is from."""

import json
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.people import Arena
from tests.talk import Talk

OWN, NONE = "own", "none"
FOREIGN = ("http://evil.example", "{own}.evil.example", "https://{own}", "null", "{own}:1", "")
CSRF = {"right": None, "wrong": "0" * 64, "missing": "", "not a word": "ä"}


def _origin(arena: Arena, wanted: str) -> dict[str, str]:
    own = f"http://127.0.0.1:{arena.settings.port}"
    return (
        {} if wanted == NONE else {"Origin": own if wanted == OWN else wanted.format(own=own.removeprefix("http://"))}
    )


@pytest.mark.parametrize("origin", [OWN, NONE, *FOREIGN])
@pytest.mark.parametrize("signed_in", [True, False], ids=["cookie", "no cookie"])
@pytest.mark.parametrize("csrf", CSRF)
async def test_a_socket_opens_for_our_own_pages_alone(arena: Arena, origin: str, signed_in: bool, csrf: str) -> None:
    talk = Talk(arena, arena.person() if signed_in else arena.visitor(), csrf=CSRF[csrf])
    headers = talk.headers | _origin(arena, origin)
    status, welcome = await _knock(talk, headers)
    trusted = origin == OWN or (origin == NONE and not signed_in)
    if origin == "https://{own}":  # the Arena of a test has no public address: there the host decides
        trusted = True
    assert status == (101 if trusted else 403)
    if trusted:
        assert welcome == ("welcome" if csrf == "right" or not signed_in else 4001)


async def _knock(talk: Talk, headers: dict[str, str]) -> tuple[int, Any]:
    """The status of the handshake, and after `hello` the first frame's name or the close code."""
    try:
        async with connect(talk.url, subprotocols=["arena.v1"], additional_headers=headers) as ws:  # type: ignore[list-item]
            talk.ws = ws
            await talk.send(t="hello", v=1, csrf=talk.csrf)
            return 101, json.loads(await ws.recv())["t"]
    except ConnectionClosed:
        return 101, talk.ws.close_code
    except InvalidStatus as refused:
        return refused.response.status_code, None


@pytest.mark.parametrize("origin", [OWN, NONE, *FOREIGN])
@pytest.mark.parametrize("site", ["same-origin", "same-site", "cross-site", NONE])
@pytest.mark.parametrize("signed_in", [True, False], ids=["cookie", "no cookie"])
async def test_streams_and_ops_answer_our_own_pages_alone(
    arena: Arena, thread: int, origin: str, site: str, signed_in: bool
) -> None:
    someone = arena.person() if signed_in else arena.visitor()
    headers = {"X-Forwarded-For": someone.address, **_origin(arena, origin)}
    headers |= {} if site == NONE else {"Sec-Fetch-Site": site}
    headers |= {"Cookie": f"arena={someone.token}"} if signed_in else {}
    far = origin not in (OWN, NONE, "https://{own}") or site in ("same-site", "cross-site")
    unsaid = origin == NONE and site == NONE and signed_in
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{arena.settings.port}", verify=False) as browser:
        read = await browser.head(f"/threads/{thread}/stream", headers=headers)
        assert read.status_code == (403 if far or unsaid else 200)
        op = {"do": "post", "text": "hallo"}
        said = await browser.post(f"/threads/{thread}/ops", json=op, headers=headers | {"Idempotency-Key": uuid4().hex})
        assert said.status_code == (403 if far or unsaid else 200 if signed_in else 401)
