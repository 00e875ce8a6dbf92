"""What a new idea takes from the two that merge into it: the agreed text, both their tags, what both still need."""

from collections import Counter

import msgspec
from sqlalchemy import select

from arena.growing.hold import Held
from arena.ideas.check import NEED_ROWS, WHY, cluster_key
from arena.ideas.count import today
from arena.ideas.needs import need_texts
from arena.ideas.tags import tags_of, text_of
from arena.ideas.team_model import Need
from arena.ideas.text import IdeaText, NeedText
from arena.store import Tx
from arena.strategy.versions import Strategies


def together(tx: Tx, held: Held, strategies: Strategies) -> IdeaText:
    """The text of the new idea, within the limits of any idea; what goes beyond them stays behind, the first counts.

    Kind and language are those of the first idea, the scope is the wider one. An idea without districts is about the
    whole city, and so is the new one then, as where there would be too many.
    """
    one, other = (text_of(idea, tags_of(tx.db, idea.id)) for idea in held.ideas)
    both = list(dict.fromkeys([*one.districts, *other.districts]))
    whole = not one.districts or not other.districts or len(both) > strategies.current.limits.max_districts
    wide = [scope.key for scope in strategies.current.scopes]
    proposal = held.proposal
    return IdeaText(
        title=proposal.title,
        kind=one.kind,
        summary=proposal.summary,
        markdown=proposal.markdown or "",
        language=one.language,
        scope=max(one.scope, other.scope, key=lambda key: wide.index(key) if key in wide else -1),
        fields=_fields(one, other, strategies),
        criteria=_criteria(one.criteria, other.criteria),
        districts=[] if whole else both,
        needs=_needs(tx, held),
    )


def _fields(one: IdeaText, other: IdeaText, strategies: Strategies) -> list[str]:
    """The fields of action of both, as many of a cluster as one idea may have."""
    count: Counter[str] = Counter()
    found: list[str] = []
    for key in dict.fromkeys([*one.fields, *other.fields]):
        count[cluster_key(key, strategies)] += 1
        if count[cluster_key(key, strategies)] <= strategies.current.limits.max_fields_per_cluster:
            found.append(key)
    return found


def _criteria(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """The criteria of both; where both say why, the two sentences one after the other, if there is room."""
    found = dict(one)
    for key, why in other.items():
        said = f"{found[key]} {why}" if key in found and found[key] != why else why
        found[key] = said if len(said) <= WHY else found[key]
    return found


def _needs(tx: Tx, held: Held) -> list[NeedText]:
    """What both still need, each thing once: neither met, nor closed, nor past its day."""
    found: dict[tuple[str, str], NeedText] = {}
    for idea in held.ideas:
        still = set(tx.db.execute(select(Need.id).where(Need.idea_id == idea.id, Need.open)).scalars())
        for need in need_texts(tx.db, idea.id):
            if need.id in still and (need.until is None or need.until >= today(tx.now)):
                found.setdefault((need.kind, need.what), msgspec.structs.replace(need, id=None))
    return list(found.values())[:NEED_ROWS]
