"""Fetch, check and cure the third-party files under static/, or re-hash them with --check.

Run `python tools/vendor.py` only to raise a version: it needs npm on the path, downloads the packages
pinned in `vendoring/packages.py`, compares their sha512 and rewrites everything it owns. `--check` needs no
network: it re-hashes each file listed in `static/vendor/manifest.json` and names every file that differs,
is missing or is not listed.
"""

import argparse
import sys
from pathlib import Path

from vendoring import fonts, icons, kern, manifest
from vendoring.packages import unpack

STATIC = Path(__file__).resolve().parent.parent / "static"


def build() -> dict[str, tuple[str, bytes]]:
    """Return every vendored file as path below static/ -> (package name, content)."""
    files: dict[str, tuple[str, bytes]] = {}
    for package, produce in (
        (kern.PACKAGE, kern.produce),
        (fonts.PACKAGE, fonts.produce),
        (icons.PACKAGE, icons.produce),
    ):
        print(f"{package.name} {package.version}: fetch, check, cure", flush=True)
        for path, content in produce(unpack(package)).items():
            files[path] = (package.name, content)
    return files


def main() -> int:
    """Rebuild the vendored files, or with --check report what differs from the manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="re-hash the files, touch nothing, need no network")
    if parser.parse_args().check:
        faults = manifest.faults(STATIC)
        print("\n".join(faults) or "every vendored file is as the manifest says")
        return 1 if faults else 0
    manifest.write(STATIC, build(), {p.name: p for p in (kern.PACKAGE, fonts.PACKAGE, icons.PACKAGE)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
