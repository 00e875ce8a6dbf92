"""The shape of a city's strategy: immutable entries named in every language, found by their keys."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar

import msgspec


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One text in German and in English and, where somebody wrote it, in Leichte Sprache."""

    de: str
    en: str
    ls: str = ""

    def say(self, lang: str) -> str:
        """Return the text in `lang`; Leichte Sprache that was not written falls back to German."""
        if lang == "en":
            return self.en
        return (self.ls if lang == "ls" else "") or self.de


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing of a strategy: its lasting key, its name, whether the city itself says so, and where."""

    key: str
    name: Phrase
    about: Phrase | None = None
    official: bool
    source: str


class Field(Entry, frozen=True, kw_only=True):
    """A field of action; every idea lies in at least one."""

    icon: str


class Cluster(Entry, frozen=True, kw_only=True, rename={"fields": "field"}):
    """A group of fields of action."""

    fields: tuple[Field, ...]


class Criterion(Entry, frozen=True, kw_only=True):
    """A question that an idea is measured by; those with `official = false` show as derived."""


class Value(Entry, frozen=True, kw_only=True, rename={"criteria": "criterion"}):
    """A value of the compass with its criteria."""

    criteria: tuple[Criterion, ...] = ()


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many tags one idea may carry."""

    max_fields_per_cluster: int = 3
    max_districts: int = 3


Kind = TypeVar("Kind", bound=Entry)


def _by_key(entries: Iterable[Kind]) -> dict[str, Kind]:
    return {entry.key: entry for entry in entries}


PLURALS = {f"{section}s": section for section in ("cluster", "value", "district", "scope", "kind")}


class Strategy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True, rename=PLURALS):
    """One version of a city's strategy; keys it does not know answer None, since ideas outlive versions."""

    city: str
    name: Phrase
    version: str
    official: bool = True
    source: str
    limits: Limits = Limits()
    clusters: tuple[Cluster, ...]
    values: tuple[Value, ...] = ()
    districts: tuple[Entry, ...] = ()
    scopes: tuple[Entry, ...]
    kinds: tuple[Entry, ...]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field of action by its key, in the order of the file."""
        return _by_key(field for cluster in self.clusters for field in cluster.fields)

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """Every criterion of the compass by its key, in the order of the file."""
        return _by_key(criterion for value in self.values for criterion in value.criteria)

    @cached_property
    def _plain(self) -> dict[str, dict[str, Entry]]:
        named = {"district": self.districts, "scope": self.scopes, "kind": self.kinds}
        return {section: _by_key(entries) for section, entries in named.items()}

    @cached_property
    def _clusters(self) -> dict[str, Cluster]:
        return {field.key: cluster for cluster in self.clusters for field in cluster.fields}

    @cached_property
    def _values(self) -> dict[str, Value]:
        return {criterion.key: value for value in self.values for criterion in value.criteria}

    def field(self, key: str) -> Field | None:
        """Find a field of action."""
        return self.fields.get(key)

    def cluster_of(self, field: str) -> Cluster | None:
        """Find the cluster that a field of action belongs to."""
        return self._clusters.get(field)

    def criterion(self, key: str) -> Criterion | None:
        """Find a criterion of the compass."""
        return self.criteria.get(key)

    def value_of(self, criterion: str) -> Value | None:
        """Find the value that a criterion belongs to."""
        return self._values.get(criterion)

    def district(self, key: str) -> Entry | None:
        """Find a district."""
        return self._plain["district"].get(key)

    def scope(self, key: str) -> Entry | None:
        """Find a scope."""
        return self._plain["scope"].get(key)

    def kind(self, key: str) -> Entry | None:
        """Find a kind of contribution."""
        return self._plain["kind"].get(key)

    def label(self, entry: Entry, lang: str) -> str:
        """Return the name of an entry in the reader's language."""
        return entry.name.say(lang)

    def as_data(self) -> dict[str, Any]:
        """Return the plain data that `strategy_from` reads back, ready for JSON."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data
