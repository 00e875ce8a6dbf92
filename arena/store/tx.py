"""One act's transaction."""

from collections.abc import Hashable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

Hint = tuple[str, Hashable]
News = dict[Hint, list[Any]]


class Tx:
    """One act's transaction: its connection, its moment, and whom to wake once it is stored.

    Several acts that wait at once may share one commit; each still fails or holds alone.
    """

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.now = datetime.now(UTC)
        self.hints: set[Hint] = set()
        self.news: News = {}

    def hint(self, kind: str, ref: Hashable) -> None:
        """Wake whoever waits for this kind of thing, after the commit and never before."""
        self.hints.add((kind, ref))

    def hand(self, kind: str, ref: Hashable, news: Any) -> None:
        """The same, but whoever waits in this process is handed what there is to know and need not ask."""
        self.news.setdefault((kind, ref), []).append(news)
