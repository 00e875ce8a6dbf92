"""Entries of the journal as they were drawn once: an entry is never changed, only what is known around it."""

from markupsafe import Markup
from starlette.requests import Request

from arena.insight.entry import Entry, changes, erased, reason, said
from arena.web.pages import language
from arena.words import words_in


def entry_piece(request: Request, entry: Entry, *, within: bool) -> Markup:
    """An entry as everybody reads it, `within` the journal of its idea or in that of the whole city."""
    lang, kept = language(request), request.app.state.items
    key = ("entry", entry.id, lang, within)
    mark = (entry.title, entry.person, entry.actor, entry.hidden, entry.corrected_by, entry.noted)
    found: Markup | None = kept.get(key, mark)
    if found is None:
        words = words_in(lang)
        act = said(words, entry)
        told = {"entry": entry, "said": act, "why": reason(entry, act), "changes": changes(words, entry)}
        drawn = request.app.state.pages.environment(lang).get_template("insight/_entry.html").module
        found = kept.put(key, mark, drawn.line(told, within, erased(words)))
    return found
