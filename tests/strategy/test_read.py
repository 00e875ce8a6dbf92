"""Reading a strategy: the shipped one, another city's own, and every fault in words."""

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from arena.strategy.read import BERLIN, StrategyFaults, read_strategy, strategy_from

TINY = """
city = "Kleinstadt"
name = { de = "Unser Plan", en = "Our plan" }
version = "1"
source = "Stadtrat"

[[cluster]]
key = "green"
name = { de = "Grün", en = "Green" }

[[cluster]]
key = "fair"
official = false
source = "Bürgerforum"
name = { de = "Gerecht", en = "Fair" }

[[scope]]
key = "town"
name = { de = "Stadt", en = "Town" }

[[kind]]
key = "idea"
name = { de = "Idee", en = "Idea" }
about = { de = "Ein Vorschlag.", en = "A proposal." }
"""


def tiny() -> dict[str, Any]:
    """Another city: two clusters of three fields, no compass, no districts."""
    data = tomllib.loads(TINY)
    for cluster in data["cluster"]:
        cluster["field"] = [
            {
                "key": f"{cluster['key']}-{number}",
                "icon": "field-data-use",
                "name": {"de": f"Feld {number}", "en": f"Field {number}"},
                "about": {"de": "Ein Satz.", "en": "A sentence."},
            }
            for number in (1, 2, 3)
        ]
    return data


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(StrategyFaults) as caught:
        strategy_from(data)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return caught.value.faults


def test_berlins_strategy_holds_what_the_city_decided() -> None:
    berlin = read_strategy(BERLIN)
    assert (berlin.city, berlin.version) == ("Berlin", "2022-12")
    assert [len(cluster.fields) for cluster in berlin.clusters] == [4, 4, 4, 4]
    assert [len(value.criteria) for value in berlin.values] == [5, 5, 5, 5]
    assert [value.key for value in berlin.values] == [
        "sustainable",
        "common-good",
        "resilient",
        "cooperative",
    ]
    assert (len(berlin.districts), len(berlin.scopes), len(berlin.kinds)) == (12, 3, 5)
    assert (berlin.limits.max_fields_per_cluster, berlin.limits.max_districts) == (3, 3)


def test_berlin_marks_what_is_official_and_what_is_derived() -> None:
    berlin = read_strategy(BERLIN)
    assert all(field.official and field.source for field in berlin.fields.values())
    assert all(value.official for value in berlin.values)
    assert not any(criterion.official for criterion in berlin.criteria.values())
    district = berlin.district("neukoelln")
    assert district is not None
    assert district.source == "Verfassung von Berlin, Artikel 4"


def test_every_field_of_berlin_is_named_and_explained_in_every_language() -> None:
    berlin = read_strategy(BERLIN)
    for field in berlin.fields.values():
        assert field.icon == f"field-{field.key}"
        assert field.name.ls
        assert field.about is not None
        assert field.about.de.endswith(".")
        assert field.about.en.endswith(".")


def test_things_are_found_by_key_and_labelled_in_the_readers_language() -> None:
    berlin = read_strategy(BERLIN)
    field, kind, criterion = berlin.field("open-it"), berlin.kind("offer"), berlin.criterion("crisis")
    scope, cluster, value = berlin.scope("beyond"), berlin.cluster_of("open-it"), berlin.value_of("crisis")
    assert field
    assert kind
    assert criterion
    assert scope
    assert cluster
    assert value
    assert berlin.label(field, "de") == "Offene IT-Ökosysteme"
    assert berlin.label(field, "en") == "IT Ecosystems"
    assert berlin.label(kind, "ls") == "Hilfe anbieten"
    assert berlin.label(criterion, "ls") == "Hilft in Krisen und Notlagen"
    assert (cluster.key, value.key, scope.key) == ("regenerative", "resilient", "beyond")


def test_a_key_of_another_version_is_simply_not_found() -> None:
    berlin = read_strategy(BERLIN)
    for find in (berlin.field, berlin.criterion, berlin.district, berlin.scope, berlin.kind):
        assert find("long-gone") is None
    assert berlin.cluster_of("long-gone") is None
    assert berlin.value_of("long-gone") is None


def test_a_strategy_cannot_be_changed() -> None:
    berlin = read_strategy(BERLIN)
    with pytest.raises(AttributeError):
        berlin.city = "Potsdam"  # type: ignore[misc]


def test_a_strategy_survives_being_stored_as_json() -> None:
    for strategy in (read_strategy(BERLIN), strategy_from(tiny())):
        assert strategy_from(json.loads(json.dumps(strategy.as_data()))) == strategy


def test_another_city_brings_two_clusters_of_three_fields() -> None:
    town = strategy_from(tiny())
    assert [len(cluster.fields) for cluster in town.clusters] == [3, 3]
    assert (town.values, town.districts) == ((), ())
    assert town.limits.max_districts == 3
    field = town.field("fair-3")
    assert field is not None
    assert (field.official, field.source) == (False, "Bürgerforum")
    assert town.clusters[0].source == "Stadtrat"


def test_reading_does_not_change_the_given_data() -> None:
    data = tiny()
    before = copy.deepcopy(data)
    strategy_from(data)
    assert data == before


@pytest.mark.parametrize("key", ["city", "name", "version", "source"])
def test_what_is_missing_at_the_top_is_named(key: str) -> None:
    data = tiny()
    del data[key]
    assert [fault for fault in faults(data) if f"{key} is missing" in fault]


def test_a_version_the_database_cannot_keep_is_a_fault() -> None:
    assert faults(tiny() | {"version": "x" * 41}) == ["version is longer than 40 characters"]


@pytest.mark.parametrize("section", ["cluster", "scope", "kind"])
def test_a_section_without_entries_is_a_fault(section: str) -> None:
    data = tiny()
    del data[section]
    assert faults(data) == [f"there is no {section}"]


def field(data: dict[str, Any]) -> dict[str, Any]:
    """The third field of the second cluster, where the faults below are put."""
    found: dict[str, Any] = data["cluster"][1]["field"][2]
    return found


FIELD_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"name": {"de": "Feld"}}, "name has no English"),
    ({"name": {"de": "  ", "en": "Field"}}, "name has no German"),
    ({"name": {"de": "Feld", "en": "Field", "fr": "Champ"}}, 'name has an unknown language "fr"'),
    ({"name": {"de": "Feld", "en": 7}}, "name.en must be a text in quotes"),
    ({"name": "Feld"}, 'name must be written as { de = "…", en = "…" }'),
    ({"name": None}, "name is missing"),
    ({"about": None}, "about is missing"),
    ({"about": {"en": "A sentence."}}, "about has no German"),
    ({"key": ""}, "key is missing"),
    ({"key": "Offene IT"}, 'key "Offene IT" may hold small letters a-z, digits and single hyphens only'),
    ({"key": "a" * 41}, f'key "{"a" * 41}" is longer than 40 characters'),
    ({"icon": None}, "icon is missing"),
    ({"icon": "../x"}, 'icon "../x" may hold small letters a-z, digits and single hyphens only'),
    ({"official": "yes"}, "official must be true or false"),
    ({"source": 5}, "source must be a text in quotes"),
    ({"colour": "red"}, 'unknown key "colour"'),
    ({"key": "green-1"}, 'key "green-1" is already used by cluster 1, field 1'),
]


@pytest.mark.parametrize(("change", "said"), FIELD_FAULTS)
def test_a_fault_names_its_entry(change: dict[str, Any], said: str) -> None:
    data = tiny()
    field(data).update(change)
    assert faults(data) == [f"cluster 2, field 3: {said}"]


def test_all_faults_are_told_at_once() -> None:
    data = tiny() | {"motto": "x", "version": 2, "official": "no", "limits": {"max_districts": 0}}
    field(data).update(name={"de": "Feld"}, icon="")
    data["cluster"][0]["field"] = []
    assert faults(data) == [
        'unknown key "motto" at the top of the file',
        "version must be a text in quotes",
        "official must be true or false",
        "limits: every limit must be at least 1",
        "cluster 1: has no field",
        "cluster 2, field 3: icon is missing",
        "cluster 2, field 3: name has no English",
    ]


@pytest.mark.parametrize("limits", [3, {"max_districts": "3"}, {"max_villages": 3}])
def test_limits_that_make_no_sense_are_a_fault(limits: Any) -> None:
    (fault,) = faults(tiny() | {"limits": limits})
    assert fault.startswith("limits: ")


def test_one_bracket_instead_of_two_is_explained() -> None:
    data = tiny()
    data["kind"] = data["kind"][0]
    assert faults(data) == ["kind: write [[kind]] with two brackets, once for each entry"]
    data = tiny()
    data["cluster"][1]["field"] = field(data)
    assert faults(data) == ["cluster 2: write [[cluster.field]] with two brackets, once for each entry"]


def test_an_entry_that_is_no_table_is_a_fault() -> None:
    assert faults(tiny() | {"district": ["Mitte"]}) == ["district 1: must be a table with key and name"]


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for name, content, said in [
        ("broken.toml", b"city = Berlin", "broken.toml is not valid TOML"),
        ("latin.toml", "city = 'Köln'".encode("latin-1"), "latin.toml is not UTF-8 text (byte 10)"),
    ]:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StrategyFaults, match=said.replace("(", r"\(").replace(")", r"\)")):
            read_strategy(tmp_path / name)
    with pytest.raises(StrategyFaults, match="cannot be opened"):
        read_strategy(tmp_path / "absent.toml")
