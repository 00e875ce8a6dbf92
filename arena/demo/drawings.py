"""Small pictures for the demo, drawn when it is sown: nobody's photograph, and nothing to ship."""

from collections.abc import Callable
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw

Drawing = Literal["depot", "cards", "shelf"]
SIZE = (1200, 800)


def draw(name: Drawing) -> bytes:
    """A drawing as a PNG file."""
    image, out = Image.new("RGB", SIZE, "#e9e4d8"), BytesIO()
    DRAWINGS[name](ImageDraw.Draw(image))
    image.save(out, "PNG")
    return out.getvalue()


def _depot(pen: ImageDraw.ImageDraw) -> None:
    """A place under a railway arch, with marked bays and a cargo bike."""
    pen.rectangle((0, 0, 1200, 420), fill="#cfd8dc")
    pen.rectangle((0, 90, 1200, 170), fill="#6b5b4b")
    for x in range(40, 1200, 380):
        pen.rectangle((x, 170, x + 60, 560), fill="#8d7a66")
    pen.rectangle((0, 560, 1200, 800), fill="#9aa39a")
    for x in range(140, 1100, 160):
        pen.line((x, 590, x - 60, 790), fill="#f5f2ea", width=8)
    for x in (620, 800):
        pen.ellipse((x, 560, x + 110, 670), outline="#22303a", width=12)
    pen.line((675, 615, 760, 500, 855, 615), fill="#c8472f", width=14)
    pen.rectangle((760, 430, 960, 560), fill="#2f6f8f")


def _cards(pen: ImageDraw.ImageDraw) -> None:
    """A box of index cards, one of them pulled out."""
    pen.rectangle((160, 430, 1040, 720), fill="#8a5a33")
    for row in range(14):
        x = 200 + row * 58
        pen.rectangle((x, 330 - row % 3 * 12, x + 46, 440), fill="#fdf8e8", outline="#b9ad8c", width=3)
    pen.rectangle((430, 90, 800, 330), fill="#fffdf4", outline="#b9ad8c", width=4)
    for line in range(5):
        pen.line((460, 140 + line * 36, 770 - line * 30, 140 + line * 36), fill="#39598a", width=6)


def _shelf(pen: ImageDraw.ImageDraw) -> None:
    """A shelf of appliances that wait for repair."""
    for y in (250, 500, 750):
        pen.rectangle((80, y, 1120, y + 24), fill="#7a5c3e")
    colours = ("#c8472f", "#2f6f8f", "#4f7d4a", "#c79a2b", "#5b5480")
    for row, y in enumerate((250, 500, 750)):
        for place in range(5):
            x, colour = 130 + place * 200, colours[(place + row * 2) % 5]
            if (place + row) % 2:
                pen.rounded_rectangle((x, y - 150, x + 130, y), 26, fill=colour)
            else:
                pen.ellipse((x, y - 130, x + 130, y), fill=colour)
            pen.line((x + 130, y - 30, x + 165, y - 8), fill="#22303a", width=7)


DRAWINGS: dict[Drawing, Callable[[ImageDraw.ImageDraw], None]] = {"depot": _depot, "cards": _cards, "shelf": _shelf}
