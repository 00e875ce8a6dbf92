"""The thread without scripts: read, speak, amend, retract and react with forms alone."""

import re

import pytest
from sqlalchemy import update

from arena.threads.close import close_thread, reopen_thread
from arena.threads.model import Thread
from tests.people import Arena


def _key(html: str) -> str:
    return re.findall(r'name="client_key" value="([0-9a-f]+)"', html)[0]


async def test_a_person_speaks_and_a_visitor_reads_it(arena: Arena, thread: int) -> None:
    person = arena.person("Mira")
    page = f"/de/threads/{thread}"
    key = _key((await person.get(page)).text)
    sent = await person.post(f"{page}/posts", {"markdown": "Ein **Anfang**", "client_key": key, "back": page})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{page}#post-1")
    again = await person.post(f"{page}/posts", {"markdown": "Ein **Anfang**", "client_key": key, "back": page})
    assert again.status_code == 303
    shown = (await arena.visitor().get(page)).text
    assert shown.count("<strong>Anfang</strong>") == 1


@pytest.mark.parametrize("typed", ["", "   ", "x" * 4001])
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(arena: Arena, thread: int, typed: str) -> None:
    person = arena.person()
    form = {"markdown": typed, "kind": "question", "client_key": "12345678"}
    answer = await person.post(f"/de/threads/{thread}/posts", form)
    assert answer.status_code == 422
    assert 'value="question" checked' in answer.text
    assert typed.strip() in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert answer.text.index('href="#f-markdown"') < answer.text.index('id="timeline"')


async def test_a_visitor_is_asked_to_sign_in(arena: Arena, thread: int) -> None:
    answer = await arena.visitor().post(f"/en/threads/{thread}/posts", {"markdown": "hello"})
    assert answer.status_code == 401
    assert f'href="/en/sign-in?next=/en/threads/{thread}"' in answer.text


async def test_amending_keeps_the_earlier_text_readable(arena: Arena, thread: int) -> None:
    person, other = arena.person(), arena.person()
    page = f"/de/threads/{thread}"
    await person.post(f"{page}/posts", {"markdown": "am Montag", "client_key": "amending-1"})
    shown = (await person.get(page)).text
    edit = re.findall(r'href="(/de/posts/\d+/edit)', shown)[0]
    assert (await other.get(edit)).status_code == 403
    form = {"markdown": "am Dienstag", "client_key": "amending-2", "text_rev": "1", "back": page}
    assert (await person.post(edit, form)).status_code == 303
    assert (await person.post(edit, form | {"client_key": "amending-3"})).status_code == 409
    history = (await other.get(edit.replace("edit", "history"))).text
    assert "Montag</del>" in history
    assert "Dienstag</ins>" in history


async def test_a_change_from_elsewhere_is_shown_beside_the_words_and_saved_once_more(arena: Arena, thread: int) -> None:
    person = arena.person()
    page = f"/de/threads/{thread}"
    await person.post(f"{page}/posts", {"markdown": "am Montag um acht", "client_key": "elsewhere-1"})
    edit = re.findall(r'href="(/de/posts/\d+/edit)', (await person.get(page)).text)[0]
    form = {"markdown": "am Dienstag um acht", "client_key": "elsewhere-2", "text_rev": "1", "back": page}
    assert (await person.post(edit, form)).status_code == 303
    again = await person.post(edit, form | {"markdown": "am Montag um neun", "client_key": "elsewhere-3"})
    assert again.status_code == 409
    assert "am Montag um neun</textarea>" in again.text
    assert "Dienstag </ins>" in again.text
    key = _key(again.text)
    once_more = {"markdown": "am Dienstag um neun", "client_key": key, "text_rev": "2", "back": page}
    assert 'name="text_rev" value="2"' in again.text
    assert (await person.post(edit, once_more)).status_code == 303
    assert "am Dienstag um neun" in (await person.get(page)).text


async def test_what_was_typed_stays_when_the_thread_was_closed_meanwhile(arena: Arena, thread: int) -> None:
    person = arena.person()
    page = f"/de/threads/{thread}"
    await person.post(f"{page}/posts", {"markdown": "am Montag", "client_key": "closing-1"})
    edit = re.findall(r'href="(/de/posts/\d+/edit)', (await person.get(page)).text)[0]
    arena.store.write_now(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(locked=True)))
    form = {"markdown": "am Dienstag", "client_key": "closing-2", "text_rev": "1", "back": page}
    answer = await person.post(edit, form)
    assert answer.status_code == 423
    assert "am Dienstag</textarea>" in answer.text
    answer = await person.post(f"{page}/posts", {"markdown": "zu spät gesagt", "client_key": "closing-3"})
    assert answer.status_code == 423
    assert "zu spät gesagt</textarea>" in answer.text
    assert answer.text.index('href="#f-typed"') < answer.text.index('id="timeline"') < answer.text.index('id="f-typed"')


async def test_retracting_leaves_a_notice_in_its_place(arena: Arena, thread: int) -> None:
    person, other = arena.person(), arena.person()
    page = f"/de/threads/{thread}"
    await person.post(f"{page}/posts", {"markdown": "geheim", "client_key": "retract-1"})
    post = re.findall(r"/de/posts/(\d+)/edit", (await person.get(page)).text)[0]
    assert (await other.post(f"/de/posts/{post}/retract", {})).status_code == 403
    assert (await person.post(f"/de/posts/{post}/retract", {"client_key": "retract-2"})).status_code == 303
    shown = (await other.get(page)).text
    assert "geheim" not in shown
    assert "zurückgezogen" in shown
    assert (await other.get(f"/de/posts/{post}/history")).status_code == 404


async def test_a_reaction_is_set_and_taken_back_with_one_button(arena: Arena, thread: int) -> None:
    person, other = arena.person(), arena.person()
    page = f"/de/threads/{thread}"
    await person.post(f"{page}/posts", {"markdown": "Solar aufs Dach", "client_key": "react-key"})
    action = re.findall(r'action="(/de/posts/\d+/react)"', (await other.get(page)).text)[0]
    for button, pressed in (("support:on", True), ("support:on", True), ("support:off", False)):
        assert (await other.post(action, {"kind": button, "back": page})).status_code == 303
        shown = (await other.get(page)).text
        assert ('value="support:off" aria-pressed="true"' in shown) is pressed
        assert ('data-s="support">1<' in shown) is pressed
    assert (await other.post(action, {"kind": "nonsense:on"})).status_code == 422


async def test_names_and_words_of_people_stay_words(arena: Arena, thread: int) -> None:
    person = arena.person("<script>alert(1)</script>")
    page = f"/de/threads/{thread}"
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](http://evil.example/p.png) \x9b\u202e"
    await person.post(f"{page}/posts", {"markdown": hostile, "client_key": "hostile-1"})
    shown = (await arena.visitor().get(page)).text
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown


async def test_other_sites_are_not_where_a_form_leads_back_to(arena: Arena, thread: int) -> None:
    person = arena.person()
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = await person.post(
            f"/de/threads/{thread}/posts", {"markdown": "x", "client_key": f"back-{back[:3]}-123", "back": back}
        )
        assert answer.headers["location"].startswith("/")
        assert "evil" not in answer.headers["location"].partition("#")[0].removeprefix("/")[:1]


async def test_programs_use_the_same_ops(arena: Arena, thread: int) -> None:
    person = arena.person()
    op = {"do": "post", "text": "aus einem Programm"}
    headers = {"Idempotency-Key": "program-key-1"}
    first = await person.http.post(f"/threads/{thread}/ops", json=op, headers=headers)
    second = await person.http.post(f"/threads/{thread}/ops", json=op, headers=headers)
    assert (first.json()["seq"], second.json()["dup"]) == (1, True)
    told = (await arena.visitor().get(f"/threads/{thread}/events?after=0")).json()
    assert [item["html"] for item in told["items"]] == ["<p>aus einem Programm</p>\n"]
    assert told["to"] == 1
    form = await person.http.post(f"/threads/{thread}/ops", data={"do": "post"})
    assert form.status_code == 415


async def test_the_first_text_stands_whole_below_what_was_changed(arena: Arena, thread: int) -> None:
    person, reader = arena.person(), arena.person("Anton Genannt")
    page = f"/de/threads/{thread}"
    await person.post(f"{page}/posts", {"markdown": "am Montag", "client_key": "whole-0"})
    asked = re.findall(r"/de/posts/(\d+)/edit", (await person.get(page)).text)[0]
    first = "Um **acht** Uhr, @Anton Genannt\n\n- mit Leiter <i>und</i> Seil"
    reply = {"markdown": first, "client_key": "whole-1", "reply_to": asked, "quote": "Montag"}
    await person.post(f"{page}/posts", reply)
    post = re.findall(r"/de/posts/(\d+)/edit", (await person.get(page)).text)[1]
    history = f"/de/posts/{post}/history"
    assert "<strong>acht</strong>" in (await reader.get(history)).text
    for rev, text in enumerate(("Um neun Uhr", "Um zehn Uhr"), start=1):
        form = {"markdown": text, "client_key": f"whole-{rev + 1}", "text_rev": str(rev), "back": page}
        assert (await person.post(f"/de/posts/{post}/edit", form)).status_code == 303
    shown = (await reader.get(history)).text
    whole = shown.partition('id="rev-1"')[2]
    assert shown.index('id="rev-3"') < shown.index('id="rev-2"') < shown.index('id="rev-1"')
    assert "Um <strong>acht</strong> Uhr" in whole
    assert "<li>mit Leiter" in whole
    assert "<i>" not in whole.partition("</section>")[0]
    assert f'href="/de/actors/{reader.id}">@Anton Genannt</a>' in whole
    assert "Antwort an" in whole
    assert "„Montag“" in whole
    assert whole.index("Montag") < whole.index("acht")


async def test_amending_in_a_closed_thread_says_why_not_and_keeps_what_was_typed(arena: Arena, thread: int) -> None:
    person = arena.person()
    page = f"/de/threads/{thread}"
    await person.post(f"{page}/posts", {"markdown": "am Montag", "client_key": "shut-1"})
    edit = re.findall(r'href="(/de/posts/\d+/edit)', (await person.get(page)).text)[0]
    await arena.store.write(close_thread, arena.person("Ruth Kern").voice, thread, reason="Alles ist gesagt")
    for lang, told in (("de", "Ruth Kern hat das Gespräch geschlossen: Alles ist gesagt"), ("en", "Ruth Kern closed")):
        shown = await person.get(edit.replace("/de", f"/{lang}"))
        assert shown.status_code == 200
        assert told in shown.text
        assert "<textarea" not in shown.text
        assert 'name="text_rev"' not in shown.text
        assert "/retract" in shown.text
    draft = {"text": "am Dienstag, halb getippt", "post": int(edit.split("/")[3])}
    assert (await person.http.post(f"/threads/{thread}/draft", json=draft)).status_code == 200
    shown_again = (await person.get(edit)).text
    assert re.search(r"<textarea[^>]* readonly[^>]*>\nam Dienstag, halb getippt</textarea>", shown_again)
    form = {"markdown": "am Mittwoch", "client_key": "shut-2", "text_rev": "1", "back": page}
    answer = await person.post(edit, form)
    assert answer.status_code == 423
    assert re.search(r"<textarea[^>]* readonly[^>]*>\nam Mittwoch</textarea>", answer.text)
    assert "Alles ist gesagt" in answer.text
    assert f'href="{page}"' in answer.text
    assert (await arena.person().get(edit)).status_code == 403
    await arena.store.write(reopen_thread, person.voice, thread, "Doch nicht")
    assert 'name="text_rev"' in (await person.get(edit)).text
