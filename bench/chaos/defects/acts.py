"""Defects of acts: promised too early, stored twice, numbered by themselves."""

import asyncio
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import select

from arena.errors import Refusal
from arena.live.feed import Feed
from arena.live.hub import BATCH, Hub
from arena.store import Alike, Store, Tx
from arena.threads import contribute
from arena.threads.log import take_numbers
from arena.threads.model import ThreadEvent
from arena.threads.timeline import read_events
from bench.chaos.defects.register import defect

HOLD_S = 0.03  # how long a commit is held up so that a fault can come between


def around(wrap: Callable[[Store, Any], Any], settle: Callable[[Any, Any], None] | None = None) -> None:
    """Put something around every act that is handed to the writer; `settle` answers in the place of the store."""
    hand_over = Store.hand_over

    def handed(store: Store, act: Any) -> Any:
        wrapped = wrap(store, act)
        late = hand_over(store, wrapped)
        if settle is None:
            return late
        told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        wrapped.told = told
        late.add_done_callback(lambda done: told.done() or settle(done, wrapped))
        return told

    Store.hand_over = handed  # type: ignore[method-assign]


class Wrapped:
    """An act with something after it, and what it gave."""

    def __init__(self, act: Any, after: Callable[["Wrapped", Tx], None]) -> None:
        self.act, self.after = act, after
        self.results: list[Any] = []
        self.told: asyncio.Future[Any]

    def __call__(self, tx: Tx) -> Any:
        """Carry out the act, and what comes after it in the same transaction."""
        self.results.append(self.act(tx))
        self.after(self, tx)
        return self.results[-1]


def _as_it_is(done: "asyncio.Future[Any]", wrapped: Wrapped) -> None:
    if (fault := done.exception()) is not None:
        wrapped.told.set_exception(fault)
    else:
        wrapped.told.set_result(done.result())


@defect
def acknowledge_before_commit() -> None:
    """The answer goes out while the commit is still to come."""

    def hasty(wrapped: Wrapped, _: Tx) -> None:
        told = wrapped.told
        told.get_loop().call_soon_threadsafe(lambda: told.done() or told.set_result(wrapped.results[-1]))
        time.sleep(HOLD_S)

    around(lambda _, act: Wrapped(act, hasty), _as_it_is)


@defect
def failed_acts_are_acknowledged() -> None:
    """Where the disk fails, the error is swallowed and the answer is »stored«."""

    def swallow(done: "asyncio.Future[Any]", wrapped: Wrapped) -> None:
        if isinstance(done.exception(), Refusal) and done.exception().status == 503 and wrapped.results:  # type: ignore[union-attr]
            wrapped.told.set_result(wrapped.results[-1])
        else:
            _as_it_is(done, wrapped)

    around(lambda _, act: Wrapped(act, lambda *_: None), swallow)


@defect
def broadcast_before_commit() -> None:
    """Readers see a change before it is stored."""
    hubs: list[tuple[Hub, asyncio.AbstractEventLoop]] = []
    made = Hub.__init__

    def make(hub: Hub, *args: Any) -> None:
        made(hub, *args)
        hubs.append((hub, asyncio.get_running_loop()))

    def show(_: Wrapped, tx: Tx) -> None:
        for hub, loop in hubs:
            for feed in list(hub.feeds.values()):
                if events := read_events(tx.db, feed.thread, feed.pos, BATCH):
                    loop.call_soon_threadsafe(_deliver_new, feed, events)
        time.sleep(HOLD_S)

    Hub.__init__ = make  # type: ignore[method-assign]
    around(lambda _, act: Wrapped(act, show))


def _deliver_new(feed: Feed, events: list[Any]) -> None:
    feed.deliver([one for one in events if one.seq > feed.pos])


@defect
def no_client_key() -> None:
    """A contribution that is sent again is stored again."""

    def forget(_: Store, act: Any) -> Any:
        def forgetful(tx: Tx) -> Any:
            same = ThreadEvent.client_key == act.what.client_key
            again = tx.db.execute(select(ThreadEvent.seq).where(same)).first()
            key = uuid4().hex if again else act.what.client_key
            return Alike(act.verb, msgspec.structs.replace(act.what, client_key=key))(tx)

        return forgetful if isinstance(act, Alike) else act

    around(forget)


@defect
def number_before_commit() -> None:
    """The number is taken in a transaction of its own: acts that fail leave gaps, and numbers overtake each other."""

    def number_first(store: Store, act: Any) -> Any:
        if not isinstance(act, Alike):
            return act
        taken = store.write_now(take_numbers, act.what.thread_id, 1, 1)

        def numbered(tx: Tx) -> Any:
            contribute.take_numbers = lambda *_: taken  # type: ignore[attr-defined]
            return act(tx)

        return numbered

    around(number_first)
