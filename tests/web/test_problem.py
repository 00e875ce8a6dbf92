"""What programs hear of a refusal: one code for one thing, at every door, in their language."""

from typing import Any

import pytest

from arena.errors import Faults, Invalid, Missing, Refusal
from arena.web.problem import retry_after, told_of
from arena.words import words_in
from tests.people import Arena

NOWHERE = 2**40
DE = words_in("de")


@pytest.mark.parametrize(
    ("method", "address", "sent", "status", "code"),
    [
        ("GET", f"/threads/{NOWHERE}/events", {}, 404, "gone"),
        ("GET", "/threads/1/events?after=x", {}, 400, "invalid"),
        ("GET", f"/threads/{NOWHERE}/stream", {}, 404, "gone"),
        ("GET", "/threads/no-number", {}, 404, "gone"),
        ("POST", f"/threads/{NOWHERE}/ops", {"json": {"do": "post", "text": "x", "ck": "nowhere-1"}}, 404, "gone"),
        ("POST", f"/threads/{NOWHERE}/draft", {"json": {"text": "x", "ck": "nowhere-2"}}, 404, "gone"),
        ("POST", "/threads/1/ops", {"content": "{}"}, 415, "invalid"),
        ("POST", "/threads/1/draft", {"content": "{}"}, 415, "invalid"),
        ("POST", "/threads/1/draft", {"json": []}, 400, "invalid"),
        ("POST", "/threads/1/ops", {"json": {}, "headers": {"Origin": "http://evil.example"}}, 403, "forbidden"),
        ("POST", "/threads/1/draft", {"json": {}, "headers": {"Origin": "http://evil.example"}}, 403, "forbidden"),
        ("PUT", "/threads/1/events", {}, 405, "invalid"),
    ],
)
async def test_the_same_thing_has_the_same_code_at_every_door(
    arena: Arena, method: str, address: str, sent: dict[str, Any], status: int, code: str
) -> None:
    answer = await arena.person().http.request(method, address, **sent)
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert told["msg"] == told["detail"] == DE.t(told["key"])


async def test_programs_choose_the_language_of_what_they_are_told(arena: Arena) -> None:
    for lang in ("de", "en"):
        answer = await arena.visitor().http.get(f"/threads/{NOWHERE}/events?lang={lang}")
        assert answer.json()["msg"] == words_in(lang).t("errors.missing")


def test_a_refusal_says_when_to_come_back() -> None:
    slow = Refusal(429, "threads.refused.slow_mode", retry=30, n=30)
    assert (told_of(slow, DE)["code"], told_of(slow, DE)["retry"], retry_after(slow)) == (
        "slow_mode",
        30,
        {"Retry-After": "30"},
    )
    away = Refusal(503, "errors.busy")
    assert told_of(away, DE) == {"code": "overloaded", "msg": DE.t("errors.busy"), "retry": 2}
    assert retry_after(away) == {"Retry-After": "2"}
    assert retry_after(Missing()) == {}


def test_of_several_faults_the_first_is_told() -> None:
    faults = Faults()
    faults.text("text", "x" * 9, most=8)
    faults.text("name", "", most=8)
    told = told_of(Invalid(faults.found), DE)
    assert told == {"code": "too_long", "msg": DE.t("errors.too_long", most=8, n=9)}
