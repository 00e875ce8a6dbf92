"""Drafts: what somebody typed waits for them on every device, is seen by nobody else, and goes once it was said."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, select, update

from arena.store import Store, Tx
from arena.threads.draft import KEPT, forget_drafts
from arena.threads.own_model import ThreadDraft
from tests.people import Answer, Arena, Someone
from tests.threads.speaking import say


async def keep(someone: Someone, thread: int, text: str, **more: Any) -> Answer:
    """Keep a draft as a script does."""
    return await someone.http.post(f"/threads/{thread}/draft", json={"text": text, **more})


def _drafts(db: Connection, thread: int) -> int:
    return int(db.execute(select(func.count()).where(ThreadDraft.thread_id == thread)).scalar_one())


async def test_a_draft_is_there_on_the_next_device_and_nobody_else_sees_it(arena: Arena, thread: int) -> None:
    writer, other = arena.person(), arena.person()
    first = await say(arena, other, thread, "Was meint ihr?")
    assert (await keep(writer, thread, "Ich überlege no", reply=first, quote="meint ihr")).status_code == 200
    page = (await writer.get(f"/de/threads/{thread}")).text
    assert "Ich überlege no</textarea>" in page
    assert f'name="reply_to" value="{first}"' in page
    assert "Ihr Entwurf ist wieder da" in page
    for someone in (other, arena.visitor()):
        assert "Ich überlege" not in (await someone.get(f"/de/threads/{thread}")).text


async def test_what_was_said_is_no_draft_any_more(arena: Arena, store: Store, thread: int) -> None:
    writer, key = arena.person(), uuid4().hex
    await keep(writer, thread, "Fast fertig", ck=key)
    await writer.post(f"/de/threads/{thread}/posts", {"markdown": "Fertig", "client_key": key})
    assert await store.read(_drafts, thread) == 0
    late = await keep(writer, thread, "Fast fertig", ck=key)
    assert late.json() == {"stored": True}
    assert "Fast fertig" not in (await writer.get(f"/de/threads/{thread}")).text


async def test_what_was_said_over_the_socket_voids_the_draft_by_its_key(
    arena: Arena, store: Store, thread: int
) -> None:
    writer, key = arena.person(), uuid4().hex
    await keep(writer, thread, "Fast fertig", ck=key)
    named = {"Idempotency-Key": key}
    said = await writer.http.post(f"/threads/{thread}/ops", json={"do": "post", "text": "Fertig"}, headers=named)
    assert said.status_code == 200
    assert "Fast fertig" not in (await writer.get(f"/de/threads/{thread}")).text
    await store.write(forget_drafts)
    assert await store.read(_drafts, thread) == 0


async def test_another_devices_words_are_never_overwritten_unseen(arena: Arena, thread: int) -> None:
    writer = arena.person()
    first = (await keep(writer, thread, "vom Telefon", seen="", ck="telephone")).json()
    second = (await keep(writer, thread, "vom Rechner", seen="", ck="desk-desk")).json()
    assert second["other"] == "vom Telefon"
    assert second["at"] == first["at"]
    assert "vom Telefon</textarea>" in (await writer.get(f"/de/threads/{thread}")).text
    assert "other" not in (await keep(writer, thread, "vom Rechner", seen=second["at"])).json()
    assert "vom Rechner</textarea>" in (await writer.get(f"/de/threads/{thread}")).text


async def test_an_empty_draft_is_none(arena: Arena, store: Store, thread: int) -> None:
    writer = arena.person()
    await keep(writer, thread, "doch nicht")
    assert (await keep(writer, thread, "  ")).json() == {}
    assert await store.read(_drafts, thread) == 0


async def test_without_scripts_a_button_keeps_what_was_typed(arena: Arena, thread: int) -> None:
    writer = arena.person()
    form = {"markdown": "Für später", "client_key": uuid4().hex, "back": f"/de/threads/{thread}"}
    answer = await writer.post(f"/de/threads/{thread}/draft", form)
    assert answer.headers["location"] == f"/de/threads/{thread}#composer"
    page = (await writer.get(f"/de/threads/{thread}")).text
    assert "Für später</textarea>" in page
    assert f'formaction="/de/threads/{thread}/draft"' in page


async def test_words_outlive_a_session_that_ended_while_somebody_wrote(arena: Arena, thread: int) -> None:
    late, key = arena.visitor(), uuid4().hex
    for door in ("posts", "draft"):
        form = {"markdown": "Meine <Worte>", "client_key": key, "back": f"/de/threads/{thread}"}
        answer = await late.post(f"/de/threads/{thread}/{door}", form)
        assert answer.status_code == 401
        assert "Meine &lt;Worte&gt;</textarea>" in answer.text
        assert f'value="{key}"' in answer.text
        assert "/de/sign-in?next=/de/threads/" in answer.text
    edited = await late.post("/de/posts/1/edit", {"markdown": "Neue Fassung", "text_rev": "1", "client_key": key})
    assert edited.status_code == 401
    assert "Neue Fassung</textarea>" in edited.text


async def test_a_change_that_was_begun_waits_in_its_form(arena: Arena, thread: int) -> None:
    writer, key = arena.person(), uuid4().hex
    post = await say(arena, writer, thread, "Erste Fassung")
    await keep(writer, thread, "Zweite Fass", post=post, ck=key)
    page = (await writer.get(f"/de/posts/{post}/edit")).text
    assert "Zweite Fass</textarea>" in page
    assert 'data-draft-blank="Erste Fassung"' in page
    assert "Zweite" not in (await writer.get(f"/de/threads/{thread}")).text
    await writer.post(f"/de/posts/{post}/edit", {"markdown": "Zweite Fassung", "text_rev": "1", "client_key": key})
    assert "Zweite Fassung</textarea>" in (await writer.get(f"/de/posts/{post}/edit")).text


async def test_what_is_no_draft_is_refused(arena: Arena, store: Store, thread: int) -> None:
    writer, other = arena.person(), arena.person()
    post = await say(arena, other, thread, "Nicht deins")
    assert (await keep(writer, thread, "x", post=post)).status_code == 404
    assert (await keep(writer, 10**9, "x")).status_code == 404
    assert (await keep(writer, thread, "x" * 16_001)).status_code == 422
    assert (await keep(arena.visitor(), thread, "x")).json() == {"signed_out": True}
    for wrong in ({"text": 7}, {"nothing": "x"}, {"reply": "1"}):
        assert (await writer.http.post(f"/threads/{thread}/draft", json=wrong)).status_code == 400
    plain = await writer.http.post(f"/threads/{thread}/draft", content="{}", headers={"Content-Type": "text/plain"})
    assert plain.status_code == 415
    far = {"Sec-Fetch-Site": "cross-site"}
    assert (await writer.http.post(f"/threads/{thread}/draft", json={"text": "x"}, headers=far)).status_code == 403
    assert await store.read(_drafts, thread) == 0


async def test_a_draft_nobody_touches_goes_after_ninety_days(arena: Arena, store: Store, thread: int) -> None:
    await keep(arena.person(), thread, "irgendwann")
    await store.write(forget_drafts)
    assert await store.read(_drafts, thread) == 1
    await store.write(_age, thread)
    await store.write(forget_drafts)
    assert await store.read(_drafts, thread) == 0


def _age(tx: Tx, thread: int) -> None:
    old = tx.now - KEPT - timedelta(hours=1)
    tx.db.execute(update(ThreadDraft).where(ThreadDraft.thread_id == thread).values(at=old))
