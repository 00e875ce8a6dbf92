"""Greeting: who may take a seat, and what they are told first, over a socket as over a stream."""

from itertools import count

from arena.live import caps, frames
from arena.live.hub import Hub
from arena.live.seat import Close, Seat
from arena.live.wire import Wire
from arena.threads.live import csrf_of
from arena.threads.rules import MOST
from arena.voice import Reader
from arena.web.limits import Buckets

_lines = count(1)


def turned_away(hub: Hub, hello: frames.Hello, me: Reader, token: str | None) -> tuple[int, str] | None:
    """The close code for whoever may not stay, and why."""
    if me is not None and hello.csrf != csrf_of(token):
        return frames.SIGN_IN, "csrf"
    if hello.v != frames.VERSION:
        return frames.TOO_OLD, "version"
    if caps.has_enough(hub, me.person_id if me else None):
        return frames.FULL, "full"
    return None


def seat_of(me: Reader, wire: Wire, close: Close) -> Seat:
    """A seat for a person or a visitor."""
    seat = Seat(wire, person_id=me.person_id if me else None, login=me.login if me else None, close=close)
    seat.voices = me.mandates if me else frozenset()
    return seat


def limits_of(bucket: Buckets) -> dict[str, float]:
    """What one socket may do, told so that clients wait for their turn."""
    return {"text": MOST, "threads": caps.THREADS, "frames": bucket.burst, "frames_per_s": bucket.per_second}


def welcome(seat: Seat, limits: dict[str, float], release: str) -> None:
    """The first frame of the server."""
    told = {"conn": next(_lines), "actor": seat.person_id, "hb": frames.HEARTBEAT_S}
    seat.tell("welcome", **told, limits=limits, build=release)
