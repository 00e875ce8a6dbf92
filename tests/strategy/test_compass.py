"""Strategies over time: what an idea was tagged with keeps its name and its value."""

import msgspec

from arena.strategy.read import BERLIN, read_strategy
from arena.strategy.versions import Strategies

BEFORE = read_strategy(BERLIN)
NOW = msgspec.structs.replace(BEFORE, version="next", values=BEFORE.values[1:], clusters=BEFORE.clusters[1:])
BOTH = Strategies({2: NOW, 1: BEFORE})


def test_a_tag_that_was_given_up_keeps_its_name() -> None:
    field, value = BOTH.field("smart-economy"), BOTH.value_of("resources")
    assert field is not None
    assert value is not None
    assert (field.name.de, value.key) == ("Smarte Wirtschaftsmodelle", "sustainable")


def test_the_compass_groups_by_value_in_the_order_in_force() -> None:
    found = BOTH.compass(["resources", "traceable", "nonsense", "access", "together"])
    assert [(value.key, [one.key for one in criteria]) for value, criteria in found] == [
        ("common-good", ["access"]),
        ("cooperative", ["together", "traceable"]),
        ("sustainable", ["resources"]),
    ]
