"""The vendored files are the ones that were checked in, and everybody can see where they come from."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_vendored_file_is_as_the_manifest_says() -> None:
    command = [sys.executable, "tools/vendor.py", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
