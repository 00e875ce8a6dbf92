"""List the benchmarks: what can be run has options, what has none is a part of them."""

import ast
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).parent
    for file in sorted([*here.glob("*.py"), *here.glob("*/__main__.py")]):
        code = file.read_text("utf-8")
        name = file.stem if file.parent == here else file.parent.name
        if "ArgumentParser(" in code and name != "__main__":
            told = ast.get_docstring(ast.parse(code)) or ""
            print(f"python -m bench.{name:<10} {told.splitlines()[0]}")
