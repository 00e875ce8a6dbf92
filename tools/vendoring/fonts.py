"""Take the weights of Fira Sans that the pages use."""

from vendoring.packages import Package

PACKAGE = Package(
    "@fontsource/fira-sans",
    "5.3.0",
    "OFL-1.1",
    "z1SKSG7eRhm3srlb7rQ3j77QP4TP7OFxCZ4wUWhCdt+3hOF9K0AyvybpAsz6+JWNcCVV7AqC7dbOT3e67P2r5A==",
)

# Latin regular and semi-bold make the first view; browsers fetch the rest only where a page needs it.
CUTS = (
    "latin-400-normal",
    "latin-600-normal",
    "latin-ext-400-normal",
    "latin-ext-600-normal",
)


def produce(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the font files and their licence."""
    chosen = {f"fonts/fira-sans-{cut}.woff2": files[f"files/fira-sans-{cut}.woff2"] for cut in CUTS}
    return {**chosen, "fonts/LICENSE-OFL-1.1.txt": files["LICENSE"]}
