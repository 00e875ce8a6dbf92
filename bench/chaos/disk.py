"""The disk that fails on command: compiles `disk.c` where there is a compiler."""

import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("disk.c")


def compiler() -> str | None:
    """The C compiler of this machine, if it is a Linux that has one."""
    return shutil.which("gcc") or shutil.which("cc") if Path("/proc/self").exists() else None


def build(folder: Path) -> Path:
    """Compile the disk into a folder; gives what servers preload."""
    made = folder / "disk.so"
    with_what = compiler()
    assert with_what, "a C compiler is needed"
    command = [
        with_what,
        "-O2",
        "-Wall",
        "-Werror",
        "-shared",
        "-fPIC",
        "-o",
        str(made),
        str(SOURCE),
        "-ldl",
        "-lpthread",
    ]
    subprocess.run(command, check=True)
    return made
