"""The wheel: everything a running Arena needs is inside, and it runs far from the checkout."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import httpx2
import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = {"templates": "arena/templates", "static": "arena/static", "arena": "arena"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_the_arena_reads(wheel: Path) -> None:
    inside = set(ZipFile(wheel).namelist())
    listed = subprocess.run(["git", "ls-files", *SHIPPED], cwd=ROOT, capture_output=True, text=True, check=False)
    files = listed.stdout.split("\n")[:-1] or pytest.skip("not a git checkout")
    expected = {f"{SHIPPED[file.split('/')[0]]}/{file.split('/', 1)[1]}" for file in files}
    assert expected - inside == set()
    assert not [name for name in inside if name.startswith(("tests/", "docs/", "bench/"))]
    assert [name for name in inside if name.endswith("licenses/LICENSE")]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in an environment of its own; what it depends on is borrowed from this one, so nothing is fetched."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", symlinks=True)
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    ZipFile(wheel).extractall(site)
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder


def test_the_installed_arena_opens_its_demo(installed: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ARENA_", "PYTHON", "PORT"))}
    python = installed / "venv" / "bin" / "python"
    found = subprocess.check_output([python, "-c", "import arena; print(arena.__file__)"], cwd=installed, env=bare)
    assert str(installed) in found.decode()
    process = subprocess.Popen(
        [python, "-c", "from arena.cli import main; main()", "demo", "--no-browser"],
        cwd=installed,
        env=bare,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            assert process.stdout
            said = ""
            while "Ctrl-C" not in said:
                line = process.stdout.readline()
                assert line, said
                said += line
            with httpx2.Client(base_url=re.findall(r"http://localhost:\d+", said)[0], timeout=60) as visitor:
                page = visitor.get("/de/")
                assert page.status_code == 200
                style = re.search(r'href="(/static/[^"]+\.css)"', page.text)
                assert style
                assert visitor.get(style[1]).status_code == 200
                assert visitor.get("/en/pages/rules").status_code == 200
                assert 'class="' in visitor.get("/de/ideas").text
            assert (installed / "data" / "arena.db").exists()
        finally:
            process.terminate()
