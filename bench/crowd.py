"""A crowd of WebSocket clients in one thread: plain sockets, counting events in what arrives and nothing more."""

import select
import socket
import time
from collections.abc import Callable, Iterable

EVENT, REFUSED = b'{"t":"ev"', b'"t":"err"'
PING, PONG = b"\x89\x04", b"\x8a\x84" + bytes(4)  # with four bytes that come back; neither is part of any JSON
PER_ADDRESS = 50
PATIENCE_S = 60


class Crowd:
    """Readers and speakers at one server, each group of fifty at an address of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.events = 0
        self._poll = select.epoll()
        self._lines: dict[int, socket.socket] = {}
        self._tails: dict[int, bytes] = {}

    def join(self, cookies: Iterable[str], frames: Callable[[str], list[str]], until: bytes) -> list[socket.socket]:
        """Connect one client for each cookie, send its first frames and wait for an answer; returns the lines."""
        return [self._join(cookie, frames(cookie), until) for cookie in cookies]

    def _join(self, cookie: str, frames: list[str], until: bytes) -> socket.socket:
        number = len(self._lines) // PER_ADDRESS
        line = socket.socket()
        line.bind((f"127.0.{1 + number // 200}.{1 + number % 200}", 0))
        line.settimeout(PATIENCE_S)
        line.connect(("127.0.0.1", self.port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(_upgrade(self.port, cookie))
        _receive_until(line, b"\r\n\r\n", b" 101 ")
        line.sendall(b"".join(masked(frame) for frame in frames))
        if until:
            _receive_until(line, until, b"")
        line.setblocking(False)
        self._lines[line.fileno()] = line
        self._tails[line.fileno()] = b""
        self._poll.register(line.fileno(), select.EPOLLIN)
        return line

    def settle(self, seconds: float) -> None:
        """Take what comes for a while, such as counts of who is here."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._take(left)

    def until(self, events: int, mark: int) -> float:
        """Take until so many events have arrived in all; returns when the number `mark` of them had."""
        end = time.perf_counter() + PATIENCE_S
        marked = 0.0
        while self.events < events:
            if time.perf_counter() > end:
                raise TimeoutError(f"{self.events} of {events} events arrived")
            self._take(1.0)
            if not marked and self.events >= mark:
                marked = time.perf_counter()
        return marked

    def _take(self, seconds: float) -> None:
        for number, _ in self._poll.poll(seconds):
            new = self._lines[number].recv(1 << 18)
            data = self._tails[number] + new
            if not new or REFUSED in data:
                raise ConnectionError(f"a line was closed or refused: {data[-300:]!r}")
            if PING in new:
                start = new.index(PING) + len(PING)
                self._lines[number].send(PONG + new[start : start + 4])
            self.events += data.count(EVENT)
            self._tails[number] = data[-len(EVENT) + 1 :]

    def leave(self) -> None:
        """Close every line."""
        for line in self._lines.values():
            line.close()
        self._poll.close()


def masked(frame: str) -> bytes:
    """A client's text frame; the mask is zero, which changes nothing and costs the load nothing."""
    payload = frame.encode()
    size = len(payload)
    head = bytes((0x81, 0x80 | size)) if size < 126 else bytes((0x81, 0x80 | 126)) + size.to_bytes(2, "big")
    return head + bytes(4) + payload


def _upgrade(port: int, cookie: str) -> bytes:
    lines = [
        "GET /live HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: arena.v1",
        f"Origin: http://127.0.0.1:{port}",
        f"Cookie: arena={cookie}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _receive_until(line: socket.socket, end: bytes, with_words: bytes) -> None:
    got = b""
    while end not in got:
        more = line.recv(65_536)
        got += more
        if not more:
            raise ConnectionError(got.decode("latin-1")[:300])
    if with_words not in got:
        raise ConnectionError(got.decode("latin-1")[:300])
