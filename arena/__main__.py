"""Run the Arena's commands as `python -m arena`."""

from arena.cli import main

main()
