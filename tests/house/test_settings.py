"""Every setting is explained, and nothing is explained that is none."""

import re
from pathlib import Path

from arena.settings import Settings

ROOT = Path(__file__).parents[2]
VARIABLES = {"PORT" if field == "port" else f"ARENA_{field.upper()}" for field in Settings.__struct_fields__}


def test_running_explains_every_setting_with_its_default() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.+?) \| (.{10,}) \|$", (ROOT / "docs/running.md").read_text("utf-8"), re.MULTILINE
    )
    assert {name for name, *_ in rows} == VARIABLES
    said = {name: default for name, default, _ in rows}
    for field, default in zip(Settings.__struct_fields__, Settings.__struct_defaults__, strict=True):
        name = "PORT" if field == "port" else f"ARENA_{field.upper()}"
        if default not in ("", None):
            assert said[name] == f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_no_document_names_a_setting_that_does_not_exist() -> None:
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "Procfile"]
    named = {name for file in files for name in re.findall(r"\bARENA_[A-Z_]+\b", file.read_text("utf-8"))}
    assert {name for name in named if not name.startswith("ARENA_TEST_") and name != "ARENA_"} <= VARIABLES


def test_every_document_that_is_linked_exists() -> None:
    faults = []
    for file in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)[^)]*\)", file.read_text("utf-8")):
            if not (file.parent / target).exists():
                faults.append(f"{file.relative_to(ROOT)}: {target}")
    assert not faults, "\n".join(faults)


def test_the_readme_begins_with_two_commands_and_stays_short() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = re.findall(r"```\n(.*?)\n```", readme, re.DOTALL)[:2]
    assert [command.rsplit("/", 1)[1] for command in commands] == ["arena demo", "python -m pytest"]
    assert len(readme.splitlines()) <= 100
