"""An idea's tags: fields of action, criteria with their why, districts."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, literal, select, union_all

from arena.ideas.model import IdeaCriterion, IdeaDistrict, IdeaField
from arena.ideas.text import IdeaText
from arena.store import Tx
from arena.store.base import Base

TABLES = (IdeaField, IdeaCriterion, IdeaDistrict)
Tags = dict[str, dict[str, str]]
_tags = union_all(
    *(
        select(literal(tag).label("tag"), table.key, why.label("why")).where(table.idea_id == bindparam("idea"))
        for tag, table, why in (
            ("fields", IdeaField, literal("")),
            ("criteria", IdeaCriterion, IdeaCriterion.why),
            ("districts", IdeaDistrict, literal("")),
        )
    )
).order_by("key")


def rows_of_tags(idea_id: int, text: IdeaText) -> dict[type[Base], list[dict[str, Any]]]:
    """The rows a text's tags are stored in, by their table."""
    return {
        IdeaField: [{"idea_id": idea_id, "key": key} for key in text.fields],
        IdeaCriterion: [{"idea_id": idea_id, "key": key, "why": why} for key, why in text.criteria.items()],
        IdeaDistrict: [{"idea_id": idea_id, "key": key} for key in text.districts],
    }


def write_tags(tx: Tx, idea_id: int, text: IdeaText) -> None:
    """Replace an idea's tags by those of a text."""
    drop_tags(tx, idea_id)
    for table, found in rows_of_tags(idea_id, text).items():
        if found:
            tx.db.execute(insert(table), found)


def drop_tags(tx: Tx, idea_id: int) -> None:
    """Take an idea's tags away."""
    for table in TABLES:
        tx.db.execute(delete(table).where(table.idea_id == idea_id))


def tags_of(db: Connection, idea_id: int) -> Tags:
    """An idea's tags by `fields`, `criteria` and `districts`, each a mapping of key to why, in one statement."""
    found: Tags = {"fields": {}, "criteria": {}, "districts": {}}
    for row in db.execute(_tags, {"idea": idea_id}):
        found[row.tag][row.key] = row.why
    return found


def text_of(idea: Row[Any], tags: Tags) -> IdeaText:
    """The text of a stored idea, without its needs."""
    return IdeaText(
        title=idea.title,
        kind=idea.kind,
        summary=idea.summary,
        markdown=idea.markdown,
        language=idea.language,
        scope=idea.scope,
        fields=list(tags["fields"]),
        criteria=tags["criteria"],
        districts=list(tags["districts"]),
    )
