"""List the benchmarks."""

import ast
from pathlib import Path

PARTS = {"__init__", "__main__", "crowd", "people", "stock", "load", "machine", "statements", "hello"}

if __name__ == "__main__":
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if file.stem not in PARTS:
            told = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
            print(f"python -m bench.{file.stem:<10} {told.splitlines()[0]}")
