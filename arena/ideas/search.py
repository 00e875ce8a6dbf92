"""Search published ideas: whole words first, then words inside longer ones, in one statement."""

from sqlalchemy import Connection, text

from arena.ideas.search_terms import Word, words_of

RANKED_LEG = 0  # rows of this leg are ranked one by one; the others come as one list of numbers
RANKED = 1_000  # so many of the newest hits are ranked; ranking all would take longer the more there are


def hits(db: Connection, query: str) -> list[int]:
    """The numbers of the ideas in which every word is found, best first; nothing to look for finds nothing."""
    words = words_of(query)
    if not words:
        return []
    look = _on_sqlite if db.dialect.name == "sqlite" else _on_postgresql
    statement, facts = look(words)
    ranked: list[tuple[float, int]] = []
    others: set[int] = set()
    for leg, found, rank in db.execute(text(statement), facts):
        if leg == RANKED_LEG:
            ranked.append((rank, -int(found)))
        elif found:
            others.update(map(int, found.split(",")))
    best = [-idea_id for _, idea_id in sorted(ranked)]
    return best + sorted(others.difference(best), reverse=True)


def _inside_covers(words: tuple[Word, ...]) -> bool:
    """Whether looking inside words finds every whole word as well: three letters are found only where a word ends."""
    return all(word.parts and len(word.parts[0].rstrip()) > 3 for word in words)


def _on_sqlite(words: tuple[Word, ...]) -> tuple[str, dict[str, object]]:
    newest = (
        "SELECT * FROM (SELECT 0, rowid, bm25(idea_fts) FROM idea_fts WHERE idea_fts MATCH :words "
        "ORDER BY rowid DESC LIMIT :ranked)"
    )
    legs = (
        [newest]
        if _inside_covers(words)
        else [newest, "SELECT 1, group_concat(rowid), 0.0 FROM idea_fts WHERE idea_fts MATCH :words"]
    )
    facts: dict[str, object] = {"words": match(words), "ranked": RANKED}
    if any(word.parts for word in words):
        inside = "SELECT 2, group_concat(rowid), 0.0 FROM idea_fts_parts WHERE idea_fts_parts MATCH :parts"
        facts["parts"] = " AND ".join(f"({_or(word.parts)})" for word in words if word.parts)
        if short := tuple(word for word in words if not word.parts):
            inside += " AND rowid IN (SELECT rowid FROM idea_fts WHERE idea_fts MATCH :short)"
            facts["short"] = match(short)
        legs.append(inside)
    return " UNION ALL ".join(legs), facts


def match(words: tuple[Word, ...], joint: str = " AND ") -> str:
    """The words as FTS5 understands them."""
    told = []
    for word in words:
        starts = [f"{quoted(start)}*" for start in word.starts]
        told.append(f"({' OR '.join([*map(quoted, word.forms), *starts])})")
    return joint.join(told)


def _or(parts: tuple[str, ...]) -> str:
    return " OR ".join(map(quoted, parts))


def quoted(form: str) -> str:
    """A form between quotation marks, within which FTS5 reads nothing but letters."""
    return '"' + form.replace('"', '""') + '"'


def _on_postgresql(words: tuple[Word, ...]) -> tuple[str, dict[str, object]]:
    found = "FROM idea_fts, to_tsquery('simple', :words) AS sought WHERE words @@ sought"
    newest = f"SELECT idea_id AS id, -ts_rank(words, sought) AS rank {found} ORDER BY idea_id DESC LIMIT :ranked"
    legs = [f"SELECT 0, id::text, rank FROM ({newest}) AS newest"]  # noqa: S608
    if not _inside_covers(words):
        legs.append(f"SELECT 1, string_agg(idea_id::text, ','), 0.0 {found}")
    facts: dict[str, object] = {"words": tsquery(words), "ranked": RANKED}
    tests = []
    for number, word in enumerate(words):
        names = [f"part_{number}_{n}" for n in range(len(word.parts))]
        facts |= {name: f"%{like(part)}%" for name, part in zip(names, word.parts, strict=True)}
        tests.append(
            f"({' OR '.join(f'terms LIKE :{name}' for name in names)})"
            if names
            else f"words @@ to_tsquery('simple', :short_{number})"
        )
        facts |= {} if names else {f"short_{number}": tsquery((word,))}
    if any(word.parts for word in words):
        legs.append(f"SELECT 2, string_agg(idea_id::text, ','), 0.0 FROM idea_fts WHERE {' AND '.join(tests)}")  # noqa: S608
    return " UNION ALL ".join(legs), facts


def tsquery(words: tuple[Word, ...], joint: str = " & ") -> str:
    """The words as PostgreSQL understands them."""
    told = []
    for word in words:
        starts = [f"{_lexeme(start)}:*" for start in word.starts]
        told.append(f"({' | '.join([*map(_lexeme, word.forms), *starts])})")
    return joint.join(told)


def _lexeme(form: str) -> str:
    return "'" + form.replace("\\", "\\\\").replace("'", "''") + "'"


def like(part: str) -> str:
    """A part of a word for LIKE, with nothing in it that means anything."""
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
