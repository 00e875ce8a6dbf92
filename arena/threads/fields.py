"""Fields of action in what people say: `#Name` or `#key` becomes a link to the ideas in that field."""

import re
from datetime import datetime
from html import escape, unescape

from sqlalchemy import Connection, select

from arena.store.text import fold
from arena.strategy.model import StrategyVersion
from arena.strategy.read import strategy_from
from arena.strategy.shape import Strategy
from arena.words import LANGUAGES

_running = (
    select(StrategyVersion.id, StrategyVersion.loaded_at)
    .order_by(StrategyVersion.loaded_at.desc(), StrategyVersion.id.desc())
    .limit(1)
)


class Names:
    """What the fields of one strategy are called, in every language, with the pattern that finds them."""

    def __init__(self, strategy: Strategy) -> None:
        self.keys = {key: key for key in strategy.fields}
        for key, field in strategy.fields.items():
            self.keys |= {field.name.say(lang): key for lang in LANGUAGES}
        names = "|".join(re.escape(escape(name, quote=False)) for name in sorted(self.keys, key=len, reverse=True))
        self.pattern = re.compile(rf"(?<![\w&#/.])#({names})(?![\w-])")

    def link(self, text: str) -> str:
        """Put the links into text that stands between two tags."""
        return self.pattern.sub(
            lambda found: f'<a class="mention" href="/ideas?field={self.keys[unescape(found[1])]}">#{found[1]}</a>',
            text,
        )


_known: dict[tuple[int, datetime], Names] = {}


def names_of(db: Connection) -> Names | None:
    """The names of the strategy in force; a strategy is read once, until another is loaded."""
    running = db.execute(_running).first()
    if running is None:
        return None
    version = (running.id, running.loaded_at)
    if version not in _known:
        data = db.execute(select(StrategyVersion.data).where(StrategyVersion.id == running.id)).scalar_one()
        _known.clear()
        _known[version] = Names(strategy_from(data))
    return _known[version]


def offered_fields(strategy: Strategy, lang: str, q: str, most: int) -> list[tuple[str, str]]:
    """Keys and labels of the fields with a word that begins with what was typed, those that begin so first."""
    wanted, found = fold(q), []
    for key, field in strategy.fields.items():
        label = field.name.say(lang)
        folded = fold(label)
        if folded.startswith(wanted) or f" {wanted}" in folded or key.startswith(wanted):
            found.append((not folded.startswith(wanted), key, label))
    return [(key, label) for _, key, label in sorted(found, key=lambda one: one[0])[:most]]
