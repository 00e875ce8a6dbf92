"""The clock of a hub: counts of who is here, heartbeats, and an end for readers who take nothing."""

from time import monotonic

from arena.live.frames import HEARTBEAT_S, SLOW
from arena.live.hub import Hub


def tick(hub: Hub) -> None:
    """What is due once a second."""
    now = monotonic()
    for feed in hub.feeds.values():
        feed.tell_presence()
    for seat in {place.seat for feed in hub.feeds.values() for place in feed.stuck()}:
        hub.close(seat, SLOW, "slow")
        seat.wire.abort()
    long_ago = now - HEARTBEAT_S
    for seat in [seat for seat in hub.seats if seat.heard_at < long_ago]:
        if seat.wire.has_room():
            seat.tell("ping", n=int(now))
