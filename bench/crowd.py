"""A crowd of WebSocket clients in one thread: plain sockets, counting events in what arrives and nothing more."""

import select
import socket
import time
from collections.abc import Iterable

from bench.tongues import Tongue

EVENT, REFUSED = b'{"t":"ev"', b'"t":"err"'
PING, PONG = b"\x89\x04", b"\x8a\x84" + bytes(4)  # with four bytes that come back; neither is part of any JSON
PER_ADDRESS = 50
PATIENCE_S, ENTER_S = 60, 15


class Crowd:
    """Readers and speakers at one server, each group of fifty at an address of its own."""

    def __init__(self, port: int, tongue: Tongue) -> None:
        self.port, self.tongue = port, tongue
        self.events = self.bytes = 0
        self.patience = PATIENCE_S
        self._poll = select.epoll()
        self._lines: dict[int, socket.socket] = {}
        self._tails: dict[int, bytes] = {}

    def speakers(self, cookies: Iterable[str]) -> list[socket.socket]:
        """Connect those who only speak."""
        return [self.enter(cookie, self.tongue.comes(cookie), self.tongue.greeted) for cookie in cookies]

    def readers(self, cookies: Iterable[str], after: int = 0) -> list[socket.socket]:
        """Connect those who only listen, from a position on."""
        reads = self.tongue.reads(after)
        lines = []
        for cookie in cookies:
            lines.append(self.enter(cookie, self.tongue.comes(cookie) + reads, self.tongue.until))
            if len(lines) % PER_ADDRESS == 0:
                self._take(0.0)  # those who are here answer pings while the others come
        return lines

    def enter(self, cookie: str, says: bytes, until: bytes) -> socket.socket:
        """Connect, say the first frames and wait for an answer."""
        line = opened(self.port, len(self._lines))
        line.settimeout(ENTER_S)
        line.sendall(upgrade(self.port, self.tongue, cookie))
        head, early = _receive_until(line, b"\r\n\r\n").split(b"\r\n\r\n", 1)
        if b" 101 " not in head:
            raise ConnectionError(head.decode("latin-1")[:300])
        line.sendall(says)
        _receive_until(line, until, early)
        line.setblocking(False)
        self._lines[line.fileno()] = line
        self._tails[line.fileno()] = b""
        self._poll.register(line.fileno(), select.EPOLLIN)
        return line

    def settle(self, seconds: float) -> None:
        """Take what comes, such as counts of who is here, until nothing has come for so long; at most four times it."""
        end = time.perf_counter() + 4 * seconds
        while self._take(seconds) and time.perf_counter() < end:
            pass

    def take_what_is_there(self) -> None:
        """Take what has come meanwhile, and answer pings."""
        while self._take(0.0):
            pass

    def wait(self, moment: float) -> None:
        """Take what comes until a moment of `time.perf_counter()`."""
        while (left := moment - time.perf_counter()) > 0:
            self._take(left)

    def until(self, events: int, mark: int) -> float:
        """Take until so many events have arrived in all; returns when the number `mark` of them had."""
        end = time.perf_counter() + self.patience
        marked = 0.0
        while self.events < events:
            if time.perf_counter() > end:
                raise TimeoutError(f"{self.events} of {events} events arrived")
            self._take(1.0)
            if not marked and self.events >= mark:
                marked = time.perf_counter()
        return marked

    def _take(self, seconds: float) -> int:
        ready = self._poll.poll(seconds)
        for number, _ in ready:
            self._read(number)
        return len(ready)

    def _read(self, number: int) -> bytes:
        """Count what one line has; gives what is new, after the few bytes that were looked at before."""
        new = self._lines[number].recv(1 << 18)
        data = self._tails[number] + new
        if not new or REFUSED in data:
            raise ConnectionError(f"a line was closed or refused: {data[-300:]!r}")
        if PING in new:
            start = new.index(PING) + len(PING)
            self._lines[number].send(PONG + new[start : start + 4])
        self.bytes += len(new)
        self.events += data.count(EVENT)
        self._tails[number] = data[-len(EVENT) + 1 :]
        return data

    def leave(self) -> None:
        """Close every line."""
        for line in self._lines.values():
            line.close()
        self._poll.close()


def opened(port: int, number: int, *, window: int = 0) -> socket.socket:
    """The line of a crowd's client with this number, perhaps with a small window."""
    group = number // PER_ADDRESS
    line = socket.socket()
    if window:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    line.bind((f"127.0.{1 + group // 200}.{1 + group % 200}", 0))
    line.connect(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def upgrade(port: int, tongue: Tongue, cookie: str) -> bytes:
    """The request that opens a WebSocket."""
    lines = [
        f"GET {tongue.path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        f"Origin: http://127.0.0.1:{port}",
        f"Cookie: arena={cookie}",
        *([f"Sec-WebSocket-Protocol: {tongue.protocol}"] if tongue.protocol else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _receive_until(line: socket.socket, end: bytes, got: bytes = b"") -> bytes:
    while end not in got:
        more = line.recv(65_536)
        got += more
        if not more:
            raise ConnectionError(got.decode("latin-1")[:300])
    return got
