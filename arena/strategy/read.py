"""Read a city's strategy from its file, or from the data that an earlier version was stored as."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from arena.strategy.check import INSIDE, SECTIONS, faults_of
from arena.strategy.shape import Strategy

BERLIN = Path(__file__).with_name("berlin.toml")


class StrategyFaults(ValueError):
    """Everything that is wrong with a strategy, one sentence each, for the person who wrote it."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def read_strategy(path: Path) -> Strategy:
    """Read a strategy file (TOML, UTF-8); raise StrategyFaults with every fault found."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StrategyFaults([f"{path} cannot be opened: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise StrategyFaults([f"{path.name} is not UTF-8 text (byte {error.start + 1})"]) from error
    except tomllib.TOMLDecodeError as error:
        raise StrategyFaults([f"{path.name} is not valid TOML: {error}"]) from error
    return strategy_from(data)


def strategy_from(data: dict[str, Any]) -> Strategy:
    """Make a strategy of plain data, as TOML or `Strategy.as_data` give it; raise StrategyFaults."""
    if faults := faults_of(data):
        raise StrategyFaults(faults)
    return msgspec.convert(_inherit(data), Strategy)


def _inherit(data: dict[str, Any]) -> dict[str, Any]:
    """Hand `official` and `source` down from the file to its entries and from those to what is inside."""
    top = {"official": True, **data}
    return top | {section: _handed(top, section) for section in SECTIONS}


def _handed(outer: dict[str, Any], section: str) -> list[dict[str, Any]]:
    entries = [{"official": outer["official"], "source": outer["source"], **raw} for raw in outer.get(section, [])]
    if section not in INSIDE:
        return entries
    inner = INSIDE[section][0]
    return [entry | {inner: _handed(entry, inner)} for entry in entries]
