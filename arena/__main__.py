"""Run the Arena's commands as `arena` or `python -m arena`."""

import gc


def main() -> None:
    """Load the Arena and run a command; what is loaded lives as long as the process and is never looked through."""
    gc.disable()  # looking for garbage where there is none is a sixth of the start
    from arena.cli import main as run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
