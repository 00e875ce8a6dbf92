"""Find every fault of a strategy file at once, in words that name the entry."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from arena.strategy.shape import PLURALS, Cluster, Criterion, Entry, Field, Limits, Strategy, Value

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 40  # characters the database keeps of a key; of a kind's key it keeps fewer
LONGEST_KIND = 24
LONGEST_HEAD = {"city": 80, "version": 40}
LANGUAGES = {"de": "German", "en": "English"}
SECTIONS: dict[str, type[Entry]] = {
    "cluster": Cluster,
    "value": Value,
    "district": Entry,
    "scope": Entry,
    "kind": Entry,
}
INSIDE: dict[str, tuple[str, type[Entry]]] = {"cluster": ("field", Field), "value": ("criterion", Criterion)}
NEEDED = {"cluster", "field", "scope", "kind"}
EXPLAINED = {"field", "value", "kind"}

Found = tuple[str, str, type[Entry], Any]


def faults_of(data: dict[str, Any]) -> list[str]:
    """Return one sentence for each fault; an empty list means that the data is a strategy."""
    faults = list(_head_faults(data))
    entries: list[Found] = []
    for section in SECTIONS:
        faults += _section_faults(data, section, "", entries)
    seen: dict[tuple[str, str], str] = {}
    for place, section, shape, raw in entries:
        faults += _entry_faults(place, section, shape, raw)
        key = raw.get("key") if isinstance(raw, dict) else None
        if isinstance(key, str) and key:
            first = seen.setdefault((section, key), place)
            if first != place:
                faults.append(f'{place}: key "{key}" is already used by {first}')
    return faults


def _head_faults(data: dict[str, Any]) -> Iterator[str]:
    known = {*Strategy.__struct_fields__, *SECTIONS} - set(PLURALS)
    yield from (f'unknown key "{key}" at the top of the file' for key in data if key not in known)
    for key in ("city", "version", "source"):
        if not _is_text(data.get(key)):
            yield f"{key} is missing" if key not in data else f"{key} must be a text in quotes"
        elif len(data[key]) > LONGEST_HEAD.get(key, 1000):
            yield f"{key} is longer than {LONGEST_HEAD.get(key, 1000)} characters"
    yield from _words_faults("strategy", "name", data.get("name"))
    if not isinstance(data.get("official", True), bool):
        yield "official must be true or false"
    try:
        limits = msgspec.convert(data.get("limits", {}), Limits)
    except msgspec.ValidationError as error:
        yield f"limits: {_plain(error)}"
        return
    if min(limits.max_fields_per_cluster, limits.max_districts) < 1:
        yield "limits: every limit must be at least 1"


def _section_faults(raw: dict[str, Any], section: str, outer: str, entries: list[Found]) -> Iterator[str]:
    """Collect the entries of a section and of the section inside each of them."""
    found = raw.get(section, [])
    if not isinstance(found, list):
        name = f"{outer.split(' ')[0]}.{section}" if outer else section
        yield f"{outer or section}: write [[{name}]] with two brackets, once for each entry"
        return
    if not found and section in NEEDED:
        yield f"{outer}: has no {section}" if outer else f"there is no {section}"
    shape = SECTIONS.get(section) or next(shape for name, shape in INSIDE.values() if name == section)
    for number, entry in enumerate(found, 1):
        place = f"{outer}, {section} {number}" if outer else f"{section} {number}"
        entries.append((place, section, shape, entry))
        if section in INSIDE and isinstance(entry, dict):
            yield from _section_faults(entry, INSIDE[section][0], place, entries)


def _entry_faults(place: str, section: str, shape: type[Entry], raw: Any) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield f"{place}: must be a table with key and name"
        return
    known = {field.encode_name for field in msgspec.structs.fields(shape)}
    yield from (f'{place}: unknown key "{key}"' for key in raw if key not in known)
    for name in ("key", "icon") if section == "field" else ("key",):
        text = raw.get(name)
        if not text:
            yield f"{place}: {name} is missing"
        elif not (isinstance(text, str) and KEY.fullmatch(text)):
            yield f'{place}: {name} "{text}" may hold small letters a-z, digits and single hyphens only'
        elif len(text) > (longest := LONGEST_KIND if section == "kind" else LONGEST):
            yield f'{place}: {name} "{text}" is longer than {longest} characters'
    yield from _words_faults(place, "name", raw.get("name"))
    if section in EXPLAINED or raw.get("about") is not None:
        yield from _words_faults(place, "about", raw.get("about"))
    if not isinstance(raw.get("official", True), bool):
        yield f"{place}: official must be true or false"
    if not _is_text(raw.get("source", "as the file")):
        yield f"{place}: source must be a text in quotes"


def _words_faults(place: str, name: str, raw: Any) -> Iterator[str]:
    if raw is None:
        yield f"{place}: {name} is missing"
        return
    if not isinstance(raw, dict):
        yield f'{place}: {name} must be written as {{ de = "…", en = "…" }}'
        return
    for lang, text in raw.items():
        if lang not in (*LANGUAGES, "ls"):
            yield f'{place}: {name} has an unknown language "{lang}"'
        elif not isinstance(text, str):
            yield f"{place}: {name}.{lang} must be a text in quotes"
    for lang, language in LANGUAGES.items():
        if lang not in raw or (isinstance(raw[lang], str) and not raw[lang].strip()):
            yield f"{place}: {name} has no {language}"


def _is_text(raw: Any) -> bool:
    return isinstance(raw, str) and bool(raw.strip())


def _plain(error: msgspec.ValidationError) -> str:
    return str(error).replace("`", '"').replace("$.", "").replace("Object contains unknown", "unknown")
