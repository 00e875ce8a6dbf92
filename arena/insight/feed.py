"""The journal as an Atom feed, in one language: the newest entries, each with an id that stays."""

from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from arena.insight.entry import Entry, changes, erased, reason, said
from arena.words.words import Words

ATOM = "http://www.w3.org/2005/Atom"
YEAR = 2026  # since when addresses of this form are ours


def feed(entries: list[Entry], words: Words, site: str, here: str, page: str, title: str) -> bytes:
    """The feed of a journal: `here` is its own address, `page` the one it tells of, both without the site."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": words.html_lang})
    _text(root, "id", _tag(site, here))
    _text(root, "title", title)
    _text(root, "updated", _when(entries[0].at if entries else datetime(YEAR, 1, 1, tzinfo=UTC)))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": site + here})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": site + page})
    for entry in entries:
        _entry(root, entry, words, site)
    body: bytes = tostring(root, "utf-8", xml_declaration=True)
    return body


def _entry(root: Element, entry: Entry, words: Words, site: str) -> None:
    told = said(words, entry)
    one = SubElement(root, "entry")
    _text(one, "id", _tag(site, f"/{words.lang}/journal/{entry.id}"))
    _text(one, "title", f"{entry.title}: {told}")
    _text(one, "updated", _when(entry.at))
    _text(one, "published", _when(entry.at))
    author = SubElement(one, "author")
    name = words.t("insight.journal.itself") if entry.by_itself else entry.actor or erased(words)
    _text(author, "name", name)
    SubElement(one, "link", {"rel": "alternate", "type": "text/html", "href": f"{site}/{words.lang}{entry.address}"})
    SubElement(one, "category", {"term": entry.kind})
    why = reason(entry, told)
    _text(one, "content", "\n".join([told, *([why] if why else []), *changes(words, entry)]), type="text")


def _tag(site: str, path: str) -> str:
    """A name by RFC 4151, which stays when addresses change."""
    return f"tag:{urlsplit(site).hostname},{YEAR}:{path}"


def _when(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(parent: Element, name: str, text: str, **facts: str) -> None:
    SubElement(parent, name, facts).text = text
