"""What every check of demo content asks: does the key lead somewhere, is the time possible."""

from collections import Counter
from collections.abc import Iterable, Iterator

from arena.demo.actors import Person
from arena.demo.shape import Demo, Idea


def speaker(where: str, by: str, on_behalf_of: str | None, demo: Demo) -> Iterator[str]:
    """Say if nobody of that key exists or may not speak for that organisation."""
    yield from unknown(f"{where}: person", [by], demo.persons)
    person: Person | None = demo.persons.get(by)
    if person and on_behalf_of and on_behalf_of not in {m.organisation for m in person.memberships}:
        yield f"{where}: {by!r} is no member of {on_behalf_of!r}"


def older(where: str, days_ago: float, idea: Idea) -> Iterator[str]:
    """Say if something is older than the idea it belongs to."""
    if days_ago > idea.days_ago:
        yield f"{where}: is older ({days_ago:g} days) than the idea ({idea.days_ago:g} days)"


def unknown(where: str, keys: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Say which keys lead nowhere."""
    allowed = set(known)
    yield from (f"{where}: {key!r} is not known" for key in keys if key not in allowed)


def twice(what: str, keys: Iterable[str]) -> Iterator[str]:
    """Say which keys occur more than once."""
    yield from (f"{what} {key!r} stands there twice" for key, count in Counter(keys).items() if count > 1)
