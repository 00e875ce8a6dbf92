"""Post an idea: drafted and published in one act."""

from typing import Any

from sqlalchemy import Row

from arena.errors import Faults, Refusal
from arena.ideas.check import check_complete, check_form
from arena.ideas.count import today
from arena.ideas.draft import draft, drafted
from arena.ideas.publish import publish
from arena.ideas.queries import idea_for_act
from arena.ideas.redraft import redraft
from arena.ideas.text import IdeaText, cleaned
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.voice import Voice


def post(
    tx: Tx,
    voice: Voice,
    text: IdeaText,
    strategies: Strategies,
    *,
    client_key: str | None = None,
    html: str = "",
    draft_id: int | None = None,
) -> int:
    """Publish a text, as a new idea or as the last form of a draft; sent twice it is still one idea."""
    text, faults = cleaned(text), Faults()
    check_form(text, strategies, faults)
    check_complete(text, faults, today(tx.now))
    faults.refuse()
    known = drafted(tx, voice, client_key)
    if draft_id is not None:
        known = idea_for_act(tx, voice, draft_id, "draft", "published")
    if known is None:
        idea_id = draft(tx, voice, text, strategies, client_key=client_key, html=html)
    else:
        idea_id = int(known.id)
        if known.state != "draft":
            return _twice(known, text)
        redraft(tx, voice, idea_id, text, strategies, html=html)
    publish(tx, voice, idea_id)
    return idea_id


def _twice(known: Row[Any], text: IdeaText) -> int:
    """A second click finds what the first one published; another text under the same key is refused."""
    if (known.title, known.summary, known.markdown) != (text.title, text.summary, text.markdown):
        raise Refusal(409, "ideas.refused.posted")
    return int(known.id)
