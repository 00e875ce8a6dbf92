"""Rivals are installed by whoever measures them, pinned, into a folder of their own: `.bench/` beside the source."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HOME = Path(__file__).parent.parent / ".bench"
RIVALS = Path(__file__).parent / "rivals"


class NotInstallable(Exception):
    """A rival can't be had on this machine; the table says why."""


def python() -> str:
    """The Python of the rivals' own environment."""
    needs = RIVALS / "requirements.txt"
    place = _made("python", needs.read_bytes() + sys.version.encode(), lambda place: _environment(place, needs))
    return str(place / "bin/python")


def compiled(source: str, *options: str) -> str:
    """A rival written in C, compiled with the C compiler that is here."""
    code, compiler = RIVALS / source, program("gcc", "cc", "clang")
    line = [compiler, "-O2", *options, str(code), "-ldl", "-o"]
    return str(_made(code.stem, code.read_bytes(), lambda place: _run([*line, str(place / "rival")])) / "rival")


def node_modules(package: str) -> Path:
    """A folder in which Node finds a pinned package, `name@version`."""
    npm = program("npm")
    return _made(
        package.replace("/", "-"),
        b"",
        lambda place: _run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(place), package]),
    )


def program(*names: str) -> str:
    """A programme of the machine under one of its names; Debian keeps servers in /usr/sbin."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise NotInstallable(f"{names[0]} is not on this machine; it is a package of most distributions")


def _made(name: str, of: bytes, make: Callable[[Path], None]) -> Path:
    """A folder made once for what it is made of; half of one is never used."""
    place = HOME / f"{name}-{hashlib.sha256(of).hexdigest()[:10]}"
    if not (place / "made").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        make(place)
        (place / "made").touch()
    return place


def _environment(place: Path, needs: Path) -> None:
    _run([sys.executable, "-m", "venv", str(place)])
    _run([str(place / "bin/pip"), "install", "-q", "-r", str(needs)])


def _run(line: list[str]) -> None:
    done = subprocess.run(line, capture_output=True, text=True, errors="replace", cwd=RIVALS)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no word of why").splitlines()[-1]
        raise NotInstallable(f"{Path(line[0]).name}: {last[:200]}")
