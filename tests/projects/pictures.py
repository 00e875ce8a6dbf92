"""Pictures for tests: drawn, never copied from anywhere; some of them mean harm."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageDraw

SECRET = b"Richardplatz 12, 52.47N 13.44E"


def drawn(width: int = 1600, height: int = 900, kind: str = "JPEG", **more: object) -> bytes:
    """A picture of this size; a telephone's place and owner in its EXIF where asked for."""
    image, out = Image.new("RGB", (width, height), "#3a7"), BytesIO()
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width // 2, height // 2), fill="#c52")
    image.save(out, kind, **more)
    return out.getvalue()


def with_place(orientation: int = 6) -> bytes:
    """A JPEG with a place, an owner, a comment and a colour profile; turned by its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()  # maker
    exif.get_ifd(0x8825)[2] = (52.0, 28.0, 25.0)  # GPS latitude
    exif.get_ifd(0x8825)[1] = "N"
    return drawn(exif=exif.tobytes(), comment=SECRET, icc_profile=b"profile " + SECRET, xmp=b"<x>" + SECRET + b"</x>")


def bomb() -> bytes:
    """A PNG of few bytes that says it is 30,000 by 30,000 pixels."""
    return _png(30_000, 30_000, zlib.compress(b"\0" * 1000))


def hostile() -> dict[str, bytes]:
    """What is sent instead of a picture, by name."""
    good = drawn(400, 300)
    return {
        "bomb": bomb(),
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "html": b"<!doctype html><script>alert(1)</script>",
        "truncated": good[: len(good) // 2],
        "gif": drawn(40, 30, "GIF"),
        "bmp": drawn(40, 30, "BMP"),
        "tiff": drawn(40, 30, "TIFF"),
        "empty head": good[:20],
        "broken png": _png(40, 40, b"nonsense"),
        "zero": _png(0, 0, zlib.compress(b"")),
        "noise": bytes(range(256)) * 64,
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage",
    }


def _png(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
