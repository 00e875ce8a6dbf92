"""The clock of a hub: counts of who is here, heartbeats, and an end for readers who take nothing."""

from time import monotonic

from arena.live.frames import HEARTBEAT_S, SLOW
from arena.live.hub import Hub


def tick(hub: Hub) -> None:
    """What is due once a second."""
    now = monotonic()
    for feed in hub.feeds.values():
        feed.tell_presence()
    for seat in list(hub.seats):
        if any(place.lost_patience for place in seat.places.values()):
            hub.close(seat, SLOW, "slow")
            seat.wire.abort()
        elif now - seat.heard_at > HEARTBEAT_S and seat.wire.has_room():
            seat.tell("ping", n=int(now))
