"""What clients say to each kind of server: how they come in, begin to read, and speak; every message is as long."""

import msgspec

from arena.threads.live import csrf_of

SIZE = 350  # bytes of the Arena's event with that text
TEXT = "Wer hat Platz für eine Werkstatt am Kanal? Wir sind zu acht. nr-{:08}"


class Tongue:
    """Small JSON: `sub` reads, `ev` is passed on to all as it is; for servers that do nothing else."""

    path = "/live"
    protocol = "arena.v1"
    greeted = b""  # what a speaker waits for
    until = b""  # what a reader waits for
    stores = False

    def comes(self, cookie: str) -> bytes:  # noqa: ARG002
        """What every client says first."""
        return b""

    def reads(self, after: int) -> bytes:  # noqa: ARG002
        """What a reader says then."""
        return masked(frame("sub", th=0))

    def says(self, number: int) -> bytes:
        """A message for everybody."""
        return masked(event(number))


class Arena(Tongue):
    """The Arena's own protocol."""

    greeted = until = b"welcome"
    stores = True

    def __init__(self, thread: int) -> None:
        self.thread = thread

    def comes(self, cookie: str) -> bytes:
        """Say hello with the second factor."""
        return masked(frame("hello", v=1, csrf=csrf_of(cookie)))

    def reads(self, after: int) -> bytes:
        """Read the thread from a position on."""
        return masked(frame("sub", th=self.thread, after=after))

    def says(self, number: int) -> bytes:
        """Contribute; no two contributions are the same."""
        key = f"message-{number:08}"
        return masked(frame("op", id=1, ck=key, th=self.thread, do="post", text=TEXT.format(number)))


class Mqtt(Tongue):
    """MQTT 3.1.1 in binary frames, at most once."""

    path, protocol = "/mqtt", "mqtt"
    greeted, until = b"\x20\x02\x00\x00", b"\x90\x03\x00\x01\x00"  # CONNACK, SUBACK

    def comes(self, cookie: str) -> bytes:  # noqa: ARG002
        """CONNECT with a clean session and no keep-alive; the server makes up a name."""
        return masked(_packet(0x10, b"\x00\x04MQTT\x04\x02\x00\x00\x00\x00"), 2)

    def reads(self, after: int) -> bytes:  # noqa: ARG002
        """SUBSCRIBE; its answer is what a reader waits for."""
        return masked(_packet(0x82, b"\x00\x01\x00\x04room\x00"), 2)

    def says(self, number: int) -> bytes:
        """PUBLISH."""
        return masked(_packet(0x30, b"\x00\x04room" + event(number).encode()), 2)


class Nats(Tongue):
    """The text protocol of NATS in binary frames."""

    path, protocol = "/", ""
    greeted, until = b"INFO", b"PONG"

    def comes(self, cookie: str) -> bytes:  # noqa: ARG002
        """CONNECT without echoes of every line."""
        return masked('CONNECT {"verbose":false,"pedantic":false}\r\n', 2)

    def reads(self, after: int) -> bytes:  # noqa: ARG002
        """SUB, and a PING whose answer comes after it."""
        return masked("SUB room 1\r\nPING\r\n", 2)

    def says(self, number: int) -> bytes:
        """PUB."""
        text = event(number)
        return masked(f"PUB room {len(text)}\r\n{text}\r\n", 2)


class SocketIo(Tongue):
    """Socket.IO 4 over its WebSocket transport."""

    path, protocol = "/socket.io/?EIO=4&transport=websocket", ""
    greeted = until = b'40{"sid"'

    def comes(self, cookie: str) -> bytes:  # noqa: ARG002
        """Join the default namespace."""
        return masked("40")

    def reads(self, after: int) -> bytes:  # noqa: ARG002
        """Whoever is there reads."""
        return b""

    def says(self, number: int) -> bytes:
        """An event with one object."""
        return masked(f'42["say",{event(number)}]')


def event(number: int) -> str:
    """A message as long as the Arena's."""
    begin = f'{{"t":"ev","nr":"nr-{number:08}","o":"'
    return begin + "x" * (SIZE - len(begin) - 2) + '"}'


def frame(t: str, **fields: object) -> str:
    """A frame of JSON."""
    return msgspec.json.encode({"t": t, **fields}).decode()


def masked(payload: str | bytes, opcode: int = 1) -> bytes:
    """A client's frame; the mask is zero, which changes nothing and costs the load nothing."""
    data = payload.encode() if isinstance(payload, str) else payload
    size = len(data)
    head = bytes((0x80 | opcode, 0x80 | size)) if size < 126 else bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2, "big")
    return head + bytes(4) + data


def _packet(kind: int, body: bytes) -> bytes:
    size = len(body)
    return bytes((kind, size)) + body if size < 128 else bytes((kind, size % 128 | 128, size // 128)) + body
