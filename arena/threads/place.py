"""Take a place in a thread: from a position on, if there is such a position."""

from typing import Any

from arena.live.hub import Hub
from arena.live.seat import Seat


def take_place(hub: Hub, seat: Seat, thread: Any, after: int, epoch: int) -> bool:
    """Agree with a `sync` and hand over what follows, or say with `reset` that the position means nothing here."""
    if why := nowhere(thread, after, epoch):
        seat.tell("reset", th=thread.id, why=why, head=thread.seq, epoch=thread.epoch)
        return False
    at = {"from": after, "to": after, "items": (), "more": after < thread.seq}
    seat.tell("sync", th=thread.id, epoch=thread.epoch, **at)  # agreed: what follows has no gap
    hub.leave(seat, thread.id)
    hub.sit(seat, thread.id, after, thread.seq)
    return True


def nowhere(thread: Any, after: int, epoch: int) -> str | None:
    """Why a position means nothing in a thread's history, if so; epoch 0 is whatever it is."""
    if after > thread.seq:
        return "too_far"
    return "epoch" if epoch not in (0, thread.epoch) else None
