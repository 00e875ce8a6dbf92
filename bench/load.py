"""Load: a few connections that are kept alive and ask for one page again and again, over plain sockets."""

import asyncio
import time
from collections.abc import Sequence

import msgspec

CONNECTIONS = 8
ADDRESSES = 8_000


class Round(msgspec.Struct):
    """What one round of asking gave."""

    answers: int
    seconds: float
    bytes: int
    wrong: int
    waits: list[float]

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return self.answers / self.seconds

    def slowest(self, share: float) -> float:
        """How long the slowest of this share of askers waited, in milliseconds."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))] * 1_000 if self.waits else 0.0


async def ask(
    port: int, paths: Sequence[str], seconds: float, *, cookie: str = "", pace: float = 0.0, packed: bool = False
) -> Round:
    """Ask for `seconds`: as fast as answers come, or at a pace (requests a second) whatever the answers do."""
    requests = [_request(port, paths[number % len(paths)], cookie, packed, number) for number in range(ADDRESSES)]
    asked = Round(0, 0.0, 0, 0, [])
    begin = time.perf_counter()
    each = CONNECTIONS / pace if pace else 0.0
    await asyncio.gather(
        *(
            _connection(port, requests[n::CONNECTIONS], asked, begin, seconds, each, n / CONNECTIONS)
            for n in range(CONNECTIONS)
        )
    )
    asked.seconds = time.perf_counter() - begin
    return asked


def _request(port: int, path: str, cookie: str, packed: bool, number: int) -> bytes:
    """A request as a proxy passes it on: many people, none of whom asks often enough to be told to wait."""
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", "Accept: text/html"]
    lines += [f"X-Forwarded-For: 10.{number >> 16}.{number >> 8 & 255}.{number & 255}"]
    lines += [f"Cookie: arena={cookie}"] if cookie else []
    lines += ["Accept-Encoding: gzip"] if packed else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _connection(
    port: int, requests: list[bytes], asked: Round, begin: float, seconds: float, each: float, shift: float
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    due, turn = begin + each * shift, 0
    while (now := time.perf_counter()) - begin < seconds:
        if each:
            if due > now:
                await asyncio.sleep(due - now)
            now, due = max(due, begin), due + each  # waiting counts from when the answer was due to be asked for
        writer.write(requests[turn % len(requests)])
        turn += 1
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        asked.waits.append(time.perf_counter() - now)
        asked.answers += 1
        asked.bytes += length
        asked.wrong += not head.startswith(b"HTTP/1.1 200")
    writer.close()


async def lead(port: int, path: str) -> str:
    """Where an address leads in the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_request(port, path, "", False, 0))
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    writer.close()
    lines = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    return lines.get("location", path)
