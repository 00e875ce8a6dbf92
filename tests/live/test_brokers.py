"""Every broker wakes the readers of all processes; whatever it does to a hint, each ends with the log, in order."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from arena.live import running
from arena.live.buses import bus_of
from arena.live.buses.afar import Afar
from arena.settings import Settings
from arena.threads.contribute import contribute, prepare
from arena.threads.open import open_thread
from tests.live.conftest import Way
from tests.live.faults import Relay, put_between
from tests.people import Arena
from tests.talk import PATIENCE_S, Talk
from tests.threads.conftest import fetched

NEVER = 10**9
EACH = 6


@pytest.fixture
def by_hints_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No poll and no sweep: what arrives was brought by a hint."""
    monkeypatch.setattr(running, "POLL_TICKS", NEVER)
    monkeypatch.setattr(running, "SWEEP_TICKS", NEVER)


async def test_hints_that_are_dropped_doubled_delayed_and_reordered_leave_no_gap(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = Relay(seed=7)
    put_between(monkeypatch, relay)
    async with way.two() as arenas:
        thread = way.store.write_now(open_thread)
        readers = [Talk(arena, arena.visitor()) for arena in arenas for _ in range(2)]
        writers = [Talk(arena, arena.person()) for arena in arenas for _ in range(3)]
        for talk in readers + writers:
            await talk.open()
        for talk in readers:
            await talk.follow(thread)
        await asyncio.gather(*(_speak(talk, thread) for talk in writers))
        log = fetched(way.store, thread)
        assert [item["born"] for item in log] == list(range(1, len(writers) * EACH + 1))
        for talk in readers:
            await talk.reached(thread, len(log))
            assert talk.view == log
        for talk in readers + writers:
            await talk.close()
    assert all(relay.done.values()), relay.done


async def _speak(talk: Talk, thread: int) -> None:
    for n in range(EACH):
        answer = await talk.op("post", thread, text=f"Nummer {n}")
        assert answer["t"] == "ok", answer
        await asyncio.sleep(0.02)


@pytest.mark.usefixtures("by_hints_alone")
async def test_a_hint_is_enough_to_bring_a_contribution_and_a_sign_out_to_the_other_process(way: Way) -> None:
    async with way.two() as (here, there):
        await _ready(here, there)
        await _brings(way, here, there)
        someone = here.person()
        talk = Talk(there, someone)
        await talk.open()
        assert (await someone.post("/de/sign-out")).status_code == 303
        async with asyncio.timeout(PATIENCE_S):
            await talk.ws.wait_closed()
        assert talk.ws.close_code == 4001
        await talk.close()


@pytest.mark.usefixtures("by_hints_alone")
@pytest.mark.parametrize("way", ["sqlite"], indirect=True)
async def test_on_sqlite_what_a_command_stores_is_read_live(way: Way) -> None:
    """An import is no process of the Arena's and sends nothing: the file itself tells."""
    async with way.two() as (here, _):
        thread = way.store.write_now(open_thread)
        async with Talk(here, here.visitor()) as reader:
            await reader.follow(thread)
            way.store.write_now(contribute, here.person().voice, thread, prepare("vom Import"))
            await reader.reached(thread, 1)


@pytest.mark.parametrize("way", ["postgres"], indirect=True)
async def test_without_the_listening_connection_the_poll_delivers(way: Way) -> None:
    async with way.two() as (here, there):
        await _ready(here, there)
        thread = way.store.write_now(open_thread)
        async with Talk(here, here.person()) as mira, Talk(there, there.visitor()) as reader:
            await reader.follow(thread)
            for n in range(3):
                ended = _end_listening(way.database)  # those that have not come back since the last time are no more
                assert ended or n
                assert (await mira.op("post", thread, text=f"Nummer {n}"))["t"] == "ok"
                await reader.reached(thread, n + 1)
        await _ready(here, there)


def _end_listening(database: str) -> int:
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        listening = "datname = current_database() AND query LIKE 'LISTEN%'"
        ended = db.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {listening}"))
        number = len(ended.all())
    engine.dispose()
    return number


@pytest.mark.parametrize("way", ["redis", "nats"], indirect=True)
async def test_a_broker_that_is_away_costs_time_and_nothing_else(
    way: Way, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert way.server
    way.server.stop()
    async with way.two() as (here, there):
        await _brings(way, here, there)
        way.server.start()
        await _ready(here, there)
        monkeypatch.setattr(running, "POLL_TICKS", NEVER)
        await _brings(way, here, there)
        monkeypatch.setattr(running, "POLL_TICKS", 1)
        way.server.stop()
        await _brings(way, here, there)
        way.server.start()
        await _ready(here, there)
        monkeypatch.setattr(running, "POLL_TICKS", NEVER)
        await _brings(way, here, there)
    said = [record.message for record in caplog.records if record.name == "arena.live"]
    complaints = sum("can't be used" in line for line in said)
    assert 2 <= complaints <= 4, said  # each of the two says it once each time, unless it was back before it asked
    assert sum("answers again" in line for line in said) == complaints, said


@pytest.mark.usefixtures("by_hints_alone")
@pytest.mark.parametrize("way", ["postgres", "redis", "nats"], indirect=True)
async def test_what_is_no_hint_does_no_harm(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[object] = []
    stranger = bus_of(Settings(broker=way.broker, database_url=way.database), heard.append)
    assert isinstance(stranger, Afar)
    assert await asyncio.to_thread(stranger.answers, PATIENCE_S)
    async with way.two() as (here, there):
        await _ready(here, there)
        for note in _hostile():
            await asyncio.to_thread(stranger.tell, note)
        await _brings(way, here, there)
    await asyncio.to_thread(stranger.close)
    said = [record.message for record in caplog.records if record.name == "arena.live"]
    assert sum("is no hint" in line for line in said) == 3, said  # once for each who listened


def _hostile() -> Iterator[bytes]:
    yield from (b"?", b"{", b"[]", b"null", b'"text"', b"[" * 5000, b'["x"]', b'["x",[["thread"]]]', b"\xc3\xa4")
    yield from (b'["x",[["thread",-1]]]', b'["x",[["thread",1e400]]]', b'["x",[["thread",{"a":1}]]]')
    yield from (b'["x",[["thread",9007199254740992],["stored","x"],["signed_out",7],["signed_out",""]]]',)
    yield b'["x",[' + b",".join(b'["thread",%d]' % n for n in range(300)) + b"]]"
    yield b'["x",[["thread","' + b"9" * 6000 + b'"]]]'


async def _ready(*arenas: Arena) -> None:
    """Wait until each bus hears itself."""
    for arena in arenas:
        assert await asyncio.to_thread(arena.app.state.live.bus.answers, 60)


async def _brings(way: Way, here: Arena, there: Arena) -> None:
    thread = way.store.write_now(open_thread)
    async with Talk(here, here.person()) as mira, Talk(there, there.visitor()) as reader:
        await reader.follow(thread)
        assert (await mira.op("post", thread, text="von hier"))["t"] == "ok"
        await reader.reached(thread, 1)
        assert reader.view == fetched(way.store, thread)
