"""The house: imports run one way, so that a newcomer can read it from the bottom up."""

import ast
import sys
from pathlib import Path

import arena

ROOT = Path(arena.__file__).parent
# Each floor may use those before it, never those after.
FLOORS = [
    ["client"],
    ["settings", "errors", "paths", "voice"],
    ["words"],
    ["store"],
    ["web", "live", "jobs"],
    ["actors"],
    ["strategy"],
    ["threads"],
    ["journal"],
    ["ideas"],
    ["compass"],
    ["answers"],
    ["growing"],
    ["sheets"],
    ["projects"],
    ["measures"],
    ["insight"],
    ["moderation"],
    ["front", "migrations"],
    ["imports", "demo"],
    ["routes"],
    ["app"],
    ["doctor"],
    ["commands"],
    ["cli", "__main__"],
]
NOUNS = {"store", "words", "actors", "strategy", "threads", "journal", "ideas", "compass"}
NOUNS |= {"answers", "growing", "sheets", "projects", "measures", "insight", "moderation"}
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
FILES = sorted(ROOT.rglob("*.py"))


def _room(module: str) -> str:
    return module.split(".")[1]


def _imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return {name for name in found if name.startswith("arena.")}


def test_every_room_has_its_floor() -> None:
    rooms = {(ROOT / file.relative_to(ROOT).parts[0]).stem for file in FILES} - {"__init__"}
    assert rooms <= FLOOR.keys(), "give each new room its floor in FLOORS"


def test_imports_run_one_way() -> None:
    faults = []
    for file in FILES:
        room = Path(file.relative_to(ROOT).parts[0]).stem
        if room == "__init__" or "versions" in file.parts:
            continue
        faults += [
            f"{file.relative_to(ROOT)} imports {name}: {_room(name)} stands on a higher floor than {room}"
            for name in _imports(file)
            if FLOOR[_room(name)] > FLOOR[room]
        ]
    assert not faults, "\n".join(faults)


def test_the_client_stands_alone() -> None:
    """Who writes a program against the Arena needs nothing of the server: msgspec, websockets, the standard library."""
    for file in (ROOT / "client").glob("*.py"):
        imported = ast.walk(ast.parse(file.read_text("utf-8")))
        names = {node.module or "" for node in imported if isinstance(node, ast.ImportFrom)}
        outside = {name.split(".")[0] for name in names} - sys.stdlib_module_names
        assert outside <= {"arena", "msgspec", "websockets"}, file
        assert all(name.startswith("arena.client.") for name in names if name.startswith("arena")), file


def test_verbs_know_nothing_of_http() -> None:
    """Only doors (`pages`, `pages_<verb>`, `api`, `socket`) and the web floor speak HTTP."""
    doors = {"pages.py", "api.py", "socket.py"}
    faults = [
        str(file.relative_to(ROOT))
        for file in FILES
        if file.relative_to(ROOT).parts[0] in NOUNS
        and not file.name.endswith(tuple(doors))
        and not file.name.startswith("pages_")
        and "starlette" in file.read_text("utf-8")
    ]
    assert not faults, f"move what speaks HTTP into a door: {faults}"


def test_rooms_do_not_hide_behind_names_that_say_nothing() -> None:
    vague = {"utils", "helpers", "manager", "service", "misc", "common"}
    assert not [file for file in FILES if file.stem in vague]


def test_files_and_functions_stay_readable() -> None:
    faults = []
    for file in FILES:
        if "versions" in file.parts:
            continue
        text = file.read_text("utf-8")
        lines = len(text.splitlines())
        if lines > 220 and file.name != "routes.py":  # the table of addresses has a line for each of them
            faults.append(f"{file.relative_to(ROOT)} has {lines} lines: split it by the verb")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 45:
                    faults.append(f"{file.relative_to(ROOT)}:{node.name} has {length} lines")
    assert not faults, "\n".join(faults)
