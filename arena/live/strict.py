"""What uvicorn's socket protocol leaves open: caps on what the app never sees, and faults that are no traceback."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

from arena.live.frames import RATE

FRAGMENTS = 128
CONTROLS, CONTROLS_S = 1_000, 10


class StrictProtocol(WebSocketsSansIOProtocol):
    """uvicorn's socket protocol with an end to fragments, pings and handshakes."""

    _controls = 0
    _counted_from = 0.0

    def data_received(self, data: bytes) -> None:
        """A handshake that HTTP let through but the socket's parser did not is answered, and not kept open."""
        super().data_received(data)
        if not self.handshake_initiated:
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_cont(self, event: Frame) -> None:
        """A message has an end: empty fragments would never reach the limit of bytes."""
        if self.close_sent:
            self.frames = []
        elif len(self.frames) >= FRAGMENTS:
            self._give_up(CloseCode.MESSAGE_TOO_BIG, "too many fragments")
        else:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer, as long as it stays a heartbeat."""
        super().handle_ping()
        self._count_control()

    def handle_pong(self, event: Frame) -> None:
        """Nobody asked for one; they count all the same."""
        super().handle_pong(event)
        self._count_control()

    def send_receive_event_to_app(self) -> None:
        """What is no UTF-8 ends the line; uvicorn writes a traceback for it, and fails where a close came along."""
        try:
            if self.curr_msg_data_type == "text":
                b"".join(self.frames).decode()
        except UnicodeDecodeError:
            self._give_up(CloseCode.INVALID_DATA, "not UTF-8")
        else:
            super().send_receive_event_to_app()

    def _count_control(self) -> None:
        now = self.loop.time()
        if now - self._counted_from > CONTROLS_S:
            self._counted_from, self._controls = now, 0
        self._controls += 1
        if self._controls > CONTROLS and not self.close_sent:
            self._give_up(RATE, "rate")

    def _give_up(self, code: int, why: str) -> None:
        self.frames = []
        self.conn.fail(code, why)
        self.handle_parser_exception()
