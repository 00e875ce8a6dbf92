"""The door of the live protocol `arena.v1`: one socket, from its hello to its end."""

import asyncio
import contextlib
import logging

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from arena.errors import Refusal
from arena.live import caps, frames
from arena.live.hub import Hub
from arena.live.seat import Seat
from arena.live.wire import wire_of
from arena.store import Store
from arena.threads.acts import NO_FRAME, Acts
from arena.threads.greet import limits_of, seat_of, turned_away, welcome
from arena.threads.place import take_place
from arena.threads.read import mark_read
from arena.threads.rules import Pace
from arena.threads.timeline import head
from arena.voice import Reader
from arena.web.asking import token_of
from arena.words import words_in

log = logging.getLogger("arena.live")


async def live(socket: WebSocket) -> None:
    """Accept a socket, greet it, and serve it until it leaves."""
    address = socket.client.host if socket.client else "?"
    hub: Hub = socket.app.state.live.hub
    if socket.app.state.drain.begun:
        return await socket.send_denial_response(PlainTextResponse("Restarting", 503, {"Retry-After": "2"}))
    if caps.is_full(hub, address):
        return await socket.send_denial_response(PlainTextResponse("Full", 503, {"Retry-After": "30"}))
    if frames.PROTOCOL not in socket.scope["subprotocols"]:
        return await socket.send_denial_response(PlainTextResponse("Unknown protocol", 400))
    with caps.counted(address), contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the other side may leave
        await socket.accept(frames.PROTOCOL)
        await Visit(socket, hub).serve()
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
        self.frames = self.pace.of_socket()
        self.seat: Seat
        self.acts: Acts

    async def serve(self) -> None:
        """Greet, then carry out one frame after the other."""
        if not await self._greet():
            return
        self.hub.sit_down(self.seat)
        self.seat.wire.heard = self.acts.hear
        try:
            while True:
                self.acts.listening = True
                frame = await self._next()
                self.acts.listening = False
                await self.acts.settled()
                if frame is None:
                    return
                self.seat.busy = True
                await self._do(frame)
                self.seat.busy = False
        finally:
            self.seat.wire.heard = None
            self.hub.get_up(self.seat)

    async def _greet(self) -> bool:
        try:
            async with asyncio.timeout(frames.HELLO_S):
                hello = await self._next()
        except TimeoutError:  # a slow line, or a server that was held up: whoever it was may come back
            await self._close(frames.SLOW, "hello")
            return False
        if not isinstance(hello, frames.Hello):
            await self._close(frames.PROTOCOL_FAULT, "hello")
            return False
        me = await self._who()
        if (no := turned_away(self.hub, hello, me, self.token)) is not None:
            await self._close(*no)
            return False
        self.seat = seat_of(me, wire_of(self.socket), self._close)
        self.acts = Acts(self.seat, self.hub, self.socket.app.state.doing, self.token, self.words, self.frames)
        welcome(self.seat, limits_of(self.frames), self.socket.app.state.release)
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
        except NO_FRAME:
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
                    await self.acts.carry_out(frame)
                case frames.Read() if self.seat.person_id is not None:
                    await self.store.write(mark_read, self.seat.person_id, frame.th, frame.no)
                case frames.Typing() if self.seat.person_id is not None and frame.th in self.seat.places:
                    self.hub.type(self.seat.person_id, frame.th)
        except Refusal as refusal:
            self.acts.refuse(frame, refusal)

    async def _sit(self, frame: frames.Sub) -> None:
        if len(self.seat.places) >= caps.THREADS:
            raise Refusal(429, "threads.refused.rate")
        thread = await self.store.read(head, frame.th)
        take_place(self.hub, self.seat, thread, frame.after, frame.epoch)

    async def _who(self) -> Reader:
        token, who = self.token, self.socket.app.state.who
        return await self.store.read(who, token) if token else None

    async def _close(self, code: int, why: str) -> None:
        try:
            await self.socket.close(code, why)
        except (RuntimeError, WebSocketDisconnect):
            log.debug("a socket was closed twice, or its other side was gone before")
