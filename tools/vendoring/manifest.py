"""Write and compare the list of vendored files with their sha256, source and licence."""

import hashlib
import json
from pathlib import Path

from vendoring.packages import Package

# Folders in which every file must be listed; icons/ also holds our own drawings, named here.
OWNED = ("vendor", "fonts", "icons")
OWN = ("vendor/manifest.json", "icons/arena.svg", "icons/favicon.svg")


def write(static: Path, files: dict[str, tuple[str, bytes]], packages: dict[str, Package]) -> None:
    """Replace the vendored files below `static` and describe them in vendor/manifest.json."""
    for old in _present(static):
        (static / old).unlink()
    for path, (_, content) in files.items():
        target = static / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    record = {
        "packages": {
            p.name: {"version": p.version, "licence": p.licence, "sha512": p.sha512} for p in packages.values()
        },
        "files": {
            path: {"package": name, "sha256": hashlib.sha256(content).hexdigest()}
            for path, (name, content) in sorted(files.items())
        },
    }
    (static / "vendor/manifest.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def faults(static: Path) -> list[str]:
    """Return one sentence for every vendored file that is missing, changed or not listed."""
    listed = json.loads((static / "vendor/manifest.json").read_text(encoding="utf-8"))["files"]
    found = []
    for path, entry in listed.items():
        target = static / path
        if not target.is_file():
            found.append(f"{path} is listed but missing")
        elif hashlib.sha256(target.read_bytes()).hexdigest() != entry["sha256"]:
            found.append(f"{path} was changed by hand")
    return found + [f"{path} is not listed in the manifest" for path in _present(static) if path not in listed]


def _present(static: Path) -> list[str]:
    paths = (p for folder in OWNED for p in sorted((static / folder).rglob("*")) if p.is_file())
    return [name for p in paths if (name := p.relative_to(static).as_posix()) not in OWN]
