"""The door of the live protocol `arena.v1`: one socket, from its hello to its end."""

import asyncio
import logging
from collections import Counter
from typing import Any

import msgspec
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from arena.errors import Missing, Refusal
from arena.live import frames
from arena.live.hub import Hub
from arena.live.seat import Seat
from arena.live.wire import wire_of
from arena.store import Store
from arena.threads.live import csrf_of
from arena.threads.op import verb_of
from arena.threads.read import mark_read
from arena.threads.rules import Pace
from arena.threads.timeline import head
from arena.voice import Me, Reader
from arena.web.asking import token_of
from arena.web.limits import Buckets
from arena.words import words_in

PER_ADDRESS, PER_PERSON, PER_PROCESS, THREADS = 60, 10, 12_000, 20
CODES = {401: "auth", 403: "forbidden", 404: "gone", 409: "conflict", 423: "locked", 429: "rate", 503: "overloaded"}
log = logging.getLogger("arena.live")
_addresses: Counter[str] = Counter()


async def live(socket: WebSocket) -> None:
    """Accept a socket, greet it, and serve it until it leaves."""
    address = socket.client.host if socket.client else "?"
    hub: Hub = socket.app.state.live.hub
    if _addresses[address] >= PER_ADDRESS or len(hub.seats) >= PER_PROCESS:
        return await socket.send_denial_response(PlainTextResponse("Full", 503, {"Retry-After": "30"}))
    if frames.PROTOCOL not in socket.scope["subprotocols"]:
        return await socket.send_denial_response(PlainTextResponse("Unknown protocol", 400))
    _addresses[address] += 1
    try:
        await socket.accept(frames.PROTOCOL)
        await Visit(socket, hub).serve()
    except (WebSocketDisconnect, RuntimeError):
        pass  # the other side is gone
    finally:
        _addresses[address] -= 1
        if not _addresses[address]:
            del _addresses[address]
    return None


class Visit:
    """One socket's life: what it may do is asked again with every op."""

    def __init__(self, socket: WebSocket, hub: Hub) -> None:
        self.socket = socket
        self.hub = hub
        self.store: Store = socket.app.state.store
        self.pace: Pace = socket.app.state.pace
        self.token = token_of(socket)
        self.words = words_in("en" if socket.query_params.get("lang") == "en" else "de")
        self.frames = Buckets(burst=50, per_second=5)
        self.seat: Seat

    async def serve(self) -> None:
        """Greet, then carry out one frame after the other."""
        if not await self._greet():
            return
        self.hub.seats.add(self.seat)
        try:
            while True:
                frame = await self._next()
                if frame is None:
                    return
                await self._do(frame)
        finally:
            self.hub.get_up(self.seat)

    async def _greet(self) -> bool:
        try:
            async with asyncio.timeout(frames.HELLO_S):
                hello = await self._next()
        except TimeoutError:
            hello = None
        if not isinstance(hello, frames.Hello):
            await self._close(frames.PROTOCOL_FAULT, "hello")
            return False
        me = await self._who()
        if me is not None and hello.csrf != csrf_of(self.token):
            await self._close(frames.SIGN_IN, "csrf")
            return False
        if hello.v != frames.VERSION:
            await self._close(frames.TOO_OLD, "version")
            return False
        if me is not None and sum(seat.person_id == me.person_id for seat in self.hub.seats) >= PER_PERSON:
            await self._close(frames.FULL, "full")
            return False
        self.seat = Seat(
            wire_of(self.socket),
            person_id=me.person_id if me else None,
            login=me.login if me else None,
            close=self._close,
        )
        limits = {"text": 4000, "threads": THREADS}
        actor = me.person_id if me else None
        release = self.socket.app.state.release
        self.seat.tell("welcome", conn=id(self), actor=actor, hb=frames.HEARTBEAT_S, limits=limits, build=release)
        return True

    async def _next(self) -> frames.ClientFrame | None:
        """The next frame; what is none closes the socket, and so does a flood."""
        message = await self.socket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        if self.frames.take("frames"):
            await self._close(frames.RATE, "rate")
            return None
        try:
            return frames.decode(message.get("text") or "")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            await self._close(frames.PROTOCOL_FAULT, "frame")
            return None

    async def _do(self, frame: frames.ClientFrame) -> None:
        try:
            match frame:
                case frames.Sub():
                    await self._sit(frame)
                case frames.Unsub():
                    self.hub.leave(self.seat, frame.th)
                case frames.Op():
                    await self._carry_out(frame)
                case frames.Read() if self.seat.person_id is not None:
                    await self.store.write(mark_read, self.seat.person_id, frame.th, frame.no)
                case frames.Typing() if self.seat.person_id is not None:
                    self.hub.type(self.seat, frame.th)
        except Refusal as refusal:
            self._refuse(frame, refusal)

    async def _sit(self, frame: frames.Sub) -> None:
        if len(self.seat.places) >= THREADS:
            raise Refusal(429, "threads.refused.rate")
        thread = await self.store.read(head, frame.th)
        if frame.epoch not in (0, thread.epoch) or not 0 <= frame.after <= thread.seq:
            why = "epoch" if frame.after <= thread.seq else "too_far"
            self.seat.tell("reset", th=frame.th, why=why, head=thread.seq, epoch=thread.epoch)
            return
        self.hub.leave(self.seat, frame.th)
        self.hub.sit(self.seat, frame.th, frame.after, thread.seq)

    async def _carry_out(self, op: frames.Op) -> None:
        if self.seat.person_id is None:
            raise Refusal(401, "errors.sign_in")
        self.pace.check(self.seat.person_id, op.do)
        verb = verb_of(op)
        stored = await self.store.write(lambda tx: verb(tx, self._still(tx.db)))
        self.hub.spoke(self.seat.person_id, op.th)
        dup = {"dup": True} if stored.dup else {}
        self.seat.tell("ok", id=op.id, ck=op.ck, th=stored.thread_id, seq=stored.seq, post=stored.post_id, **dup)

    def _still(self, db: Any) -> Me:
        """Who is asking, as of this very transaction."""
        me: Reader = self.socket.app.state.who(db, self.token) if self.token else None
        if me is None:
            raise Refusal(401, "errors.sign_in")
        return me

    async def _who(self) -> Reader:
        token, who = self.token, self.socket.app.state.who
        return await self.store.read(who, token) if token else None

    def _refuse(self, frame: frames.ClientFrame, refusal: Refusal) -> None:
        code = "key_reused" if refusal.key.endswith("key_reused") else CODES.get(refusal.status, "invalid")
        faults = getattr(refusal, "faults", {})
        key, facts = next(iter(faults.values()), (refusal.key, refusal.facts))
        told: dict[str, Any] = {"code": "too_long" if key == "errors.too_long" else code}
        told |= {"id": getattr(frame, "id", 0), "th": getattr(frame, "th", None)}
        told |= {"retry": wait} if (wait := refusal.facts.get("retry")) else {}
        if isinstance(frame, frames.Op):
            told["ck"] = frame.ck
        if isinstance(refusal, Missing) and isinstance(frame, frames.Sub):
            self.seat.tell("revoked", th=frame.th, why="gone")
        self.seat.tell("err", msg=self.words.t(key, **facts), **told)

    async def _close(self, code: int, why: str) -> None:
        try:
            await self.socket.close(code, why)
        except (RuntimeError, WebSocketDisconnect):
            log.debug("a socket was closed twice, or its other side was gone before")
