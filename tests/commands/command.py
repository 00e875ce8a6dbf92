"""Run the Arena's commands as an operator does: a programme with settings, arguments, output and an exit code."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from arena.cli import main

ROOT = Path(__file__).parents[2]


class Operator:
    """Somebody at a shell, with a data folder and a database."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        self.settings = {"ARENA_DATA_DIR": str(folder / "data"), "ARENA_DATABASE_URL": database}

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("ARENA_", "PORT"))}
        return subprocess.Popen(
            [sys.executable, "-m", "arena", *arguments],
            env=bare | {"PYTHONPATH": str(ROOT)} | self.settings | settings,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @contextlib.contextmanager
    def running(self, *arguments: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
        """A command for as long as it is needed; then it is told to end, and must."""
        with self.start(*arguments, **settings) as process:
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise

    def run(self, *arguments: str, **settings: str) -> "Done":
        """Run a command to its end, in this process, which saves the second that Python needs to start."""
        out, err, status = io.StringIO(), io.StringIO(), 0
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, self.settings | settings),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main(list(arguments))
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 1
                err.write(end.code if isinstance(end.code, str) else "")
        return Done(status, out.getvalue(), err.getvalue())


class Done:
    """A command that has ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err
