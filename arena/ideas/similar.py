"""Similar ideas: published ideas that have much in common with a title and its summary.

They are shown beside, never as a step, and no hit is better than a silly one: words that many ideas use weigh
little, and what shares nothing else finds nothing.
"""

from collections.abc import Mapping
from math import log
from typing import Any

from sqlalchemy import Connection, Row, select, text

from arena.ideas.alike import Grams, cosine, grams_of
from arena.ideas.listing import Card
from arena.ideas.model import Idea
from arena.ideas.search import like, match, quoted, tsquery
from arena.ideas.search_terms import COMMON, Word, stems_of, telling
from arena.ideas.shelf_rows import entries
from arena.voice import Reader

CANDIDATES = 40  # of those that share a whole word, and as many that share a part of one
RAREST = 5  # candidates are looked for by the rarest words
MOST_WORDS = 12
LEAST = 0.45  # below this, hits look silly


def similar(db: Connection, _: Reader, title: str, summary: str = "", *, most: int = 3, but: int = 0) -> list[Card]:
    """Up to `most` published ideas like this one, the most similar first; `but` leaves one idea out."""
    words = telling(f"{title} {summary}")[:MOST_WORDS]
    if not words:
        return []
    weights = _weights(db, words)
    rows = _candidates(db, sorted(words, key=lambda word: -weights[word.forms[0]])[:RAREST])
    sought = _Sought(title, summary, weights)
    scored = [(sought.score(row), row) for row in rows if row.id != but]
    best = sorted((pair for pair in scored if pair[0] >= LEAST), key=lambda pair: (-pair[0], -pair[1].id))[:most]
    entry = {one.id: one for one in entries(db, [row.id for _, row in best])} if best else {}
    return [Card(entry[row.id], row.title, row.summary, row.language) for _, row in best if row.id in entry]


class _Sought:
    """What is compared with each candidate, as stems of the candidate's language."""

    def __init__(self, title: str, summary: str, weights: Mapping[str, float]) -> None:
        self.title, self.whole, self.weights = title, f"{title} {summary}", weights
        self._known: dict[str, tuple[Grams, Grams]] = {}

    def score(self, row: Row[Any]) -> float:
        """How alike the titles are, or the texts where that is more."""
        titles, wholes = self._in(row.language)
        title = self._grams(row.title, row.language)
        whole = self._grams(f"{row.title} {row.summary}", row.language)
        return max(cosine(titles, title), cosine(wholes, whole), cosine(titles, whole))

    def _in(self, language: str) -> tuple[Grams, Grams]:
        if language not in self._known:
            self._known[language] = (self._grams(self.title, language), self._grams(self.whole, language))
        return self._known[language]

    def _grams(self, words: str, language: str) -> Grams:
        return grams_of(stems_of(words, language, without=COMMON), self.weights)


def _weights(db: Connection, words: tuple[Word, ...]) -> dict[str, float]:
    """How much each form of a word tells: 1 where no idea uses it, near 0 where all do."""
    count = (
        "SELECT {n}, count(*) FROM idea_fts WHERE idea_fts MATCH :w{n}"
        if db.dialect.name == "sqlite"
        else "SELECT {n}, count(*) FROM idea_fts WHERE words @@ to_tsquery('simple', :w{n})"
    )
    say = match if db.dialect.name == "sqlite" else tsquery
    legs = ["SELECT -1, coalesce(max(id), 0) FROM idea", *(count.format(n=n) for n in range(len(words)))]
    facts = {f"w{n}": say((word,)) for n, word in enumerate(words)}
    often = {row[0]: row[1] for row in db.execute(text(" UNION ALL ".join(legs)), facts)}
    whole = often[-1] + 2
    told = {n: log(whole / (1 + often[n])) / log(whole) for n in range(len(words))}
    return {form: told[n] for n, word in enumerate(words) for form in word.forms}


def _candidates(db: Connection, words: list[Word]) -> list[Any]:
    """Published ideas that share a word with these, or a part of one."""
    parts = sorted({part for word in words for part in word.parts if len(part) > 3})
    facts: dict[str, Any] = {"most": CANDIDATES}
    if db.dialect.name == "sqlite":
        facts |= {"words": match(tuple(words), " OR "), "parts": " OR ".join(map(quoted, parts))}
        whole = "SELECT rowid AS id FROM idea_fts WHERE idea_fts MATCH :words ORDER BY rank LIMIT :most"
        inside = (
            "SELECT rowid AS id FROM idea_fts_parts WHERE idea_fts_parts MATCH :parts ORDER BY rowid DESC LIMIT :most"
        )
    else:
        facts |= {"words": tsquery(tuple(words), " | "), "parts": [f"%{like(part)}%" for part in parts]}
        whole = (
            "SELECT idea_id AS id FROM idea_fts, to_tsquery('simple', :words) AS sought WHERE words @@ sought "
            "ORDER BY ts_rank(words, sought) DESC LIMIT :most"
        )
        inside = "SELECT idea_id AS id FROM idea_fts WHERE terms LIKE ANY (:parts) ORDER BY idea_id DESC LIMIT :most"
    either = f"SELECT id FROM ({whole}) AS whole" + (f" UNION SELECT id FROM ({inside}) AS inside" if parts else "")  # noqa: S608
    found = text(either)
    ids = found.bindparams(**facts).columns(Idea.id).subquery()
    chosen = select(Idea.id, Idea.title, Idea.summary, Idea.language, Idea.state).where(Idea.id.in_(select(ids.c.id)))
    return [row for row in db.execute(chosen) if row.state == "published"]
