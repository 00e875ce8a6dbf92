"""Encode a picture anew in two widths: nothing of the file that was sent is kept but what it shows."""

import warnings
from io import BytesIO

import msgspec
from PIL import Image, ImageOps

from arena.errors import Refusal
from arena.projects.update_model import WIDTHS

BYTES = 8 * 1024 * 1024
PIXELS = 50_000_000  # what present telephones take
FORMATS = ("JPEG", "PNG", "WEBP")
TALLEST = 2  # a picture is at most so many times as high as it is wide
QUALITY = 80

Image.MAX_IMAGE_PIXELS = PIXELS


class Encoded(msgspec.Struct, frozen=True):
    """A picture as it is stored: two WebP files, and the size of the larger one."""

    small: bytes
    large: bytes
    width: int
    height: int


def encode(raw: bytes) -> Encoded:
    """Decode a JPEG, PNG or WebP within limits and encode it; raises a `Refusal` (422) that says what is wrong."""
    if len(raw) > BYTES:
        raise Refusal(422, "projects.faults.heavy")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Pillow warns of what is too large by less than twice
        try:
            return _encoded(raw)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise Refusal(422, "projects.faults.large") from bomb
        except Exception as broken:  # decoders raise a dozen kinds of errors; whatever it is, it is the file's fault
            raise Refusal(422, "projects.faults.picture") from broken


def _encoded(raw: bytes) -> Encoded:
    with Image.open(BytesIO(raw), formats=FORMATS) as opened:
        if opened.width * opened.height > PIXELS:
            raise Image.DecompressionBombError
        opened.draft("RGB", (WIDTHS[1] * 2, WIDTHS[1] * 2))  # a JPEG is decoded smaller at once
        opened.load()
        turned = ImageOps.exif_transpose(opened)
    shown = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    sizes = [_narrowed(shown, width) for width in WIDTHS]
    small, large = (_webp(one) for one in sizes)
    return Encoded(small, large, *sizes[1].size)


def _narrowed(shown: Image.Image, width: int) -> Image.Image:
    copy = shown.copy()
    copy.thumbnail((width, width * TALLEST), Image.Resampling.LANCZOS)
    return copy


def _webp(shown: Image.Image) -> bytes:
    """Pixels alone: a fresh image has no place, camera or profile to pass on."""
    bare, out = Image.new(shown.mode, shown.size), BytesIO()
    bare.paste(shown)
    bare.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
