"""The keys of the strategy that demo content may use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """Keys of fields of action (with their cluster), criteria of the value compass and districts."""

    fields: dict[str, str]
    criteria: frozenset[str]
    districts: frozenset[str]


_CLUSTERS = {
    "economy": ("smart-economy", "open-it", "capital-region", "natural-resources"),
    "chances": ("capacities", "meeting-places", "liveable-city", "learning-cities"),
    "inclusion": ("governance", "transparent-decisions", "citizen-services", "digital-rights"),
    "administration": ("processes", "procurement", "data-use", "infrastructure"),
}

_CRITERIA = """
resources transition economy green-tech fair-data
common-good access disadvantaged open education
crisis supply sovereign secure learning
together co-design traceable simple new-forms
"""

_DISTRICTS = """
mitte friedrichshain-kreuzberg pankow charlottenburg-wilmersdorf spandau steglitz-zehlendorf
tempelhof-schoeneberg neukoelln treptow-koepenick marzahn-hellersdorf lichtenberg reinickendorf
"""

BERLIN = Known(
    fields={field: cluster for cluster, fields in _CLUSTERS.items() for field in fields},
    criteria=frozenset(_CRITERIA.split()),
    districts=frozenset(_DISTRICTS.split()),
)
