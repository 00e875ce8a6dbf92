"""The commands of the `arena` programme, one file each: `register(commands)` and `run(settings, options)`."""

import argparse

Commands = argparse._SubParsersAction
