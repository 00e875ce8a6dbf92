"""Fetch one pinned npm package, compare its sha512 and hand out its files."""

import base64
import hashlib
import io
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """One pinned package: `sha512` is base64, as npm prints it."""

    name: str
    version: str
    licence: str
    sha512: str


def unpack(package: Package) -> dict[str, bytes]:
    """Download a package with `npm pack` and return its files by path, or stop if the checksum differs."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--ignore-scripts", f"{package.name}@{package.version}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        archive = next(Path(folder).glob("*.tgz")).read_bytes()
    found = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != package.sha512:
        raise SystemExit(f"{package.name} {package.version}: sha512 is {found}, pinned is {package.sha512}")
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        members = [m for m in tar.getmembers() if m.isfile()]
        return {m.name.removeprefix("package/"): _read(tar, m) for m in members}


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(member)
    return stream.read() if stream else b""
