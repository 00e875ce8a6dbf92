"""What of the demo grows together: merges and suggestions, each on its day."""

from sqlalchemy import select

from arena.demo.growing import Merge, Suggestion
from arena.demo.moments import MINUTE, between
from arena.demo.sowing import Act, Sowing
from arena.growing.agree import agree
from arena.growing.answer_suggestion import accept, adapt, decline
from arena.growing.propose_merge import Merge as Proposed
from arena.growing.propose_merge import propose_merge
from arena.growing.say import Texts
from arena.growing.suggest import Wanted, suggest, take_back
from arena.ideas.model import Idea
from arena.store import Tx


def acts_of_growing(sowing: Sowing, others: dict[str, Sowing]) -> list[Act]:
    """Proposals and consents, suggestions and answers, with their moments; `others` are all ideas by slug."""
    acts: list[Act] = []
    for one in sowing.idea.merge:
        merging = Merging(sowing, others, one)
        acts.append((sowing.day(one.days_ago, "merge", one.into), merging.propose))
        if one.carried_days_ago is not None:
            acts.append((sowing.end + MINUTE, merging.agree))
    for row, said in enumerate(sowing.idea.suggestion, 1):
        at = sowing.day(said.days_ago, "suggest", str(row))
        suggesting = Suggesting(sowing, said)
        acts.append((at, suggesting.make))
        if said.state != "open":
            acts.append((between(at, sowing.end, 0.2), suggesting.answer))
    return acts


class Merging:
    """One merge on its way: its number is known once it was proposed."""

    def __init__(self, sowing: Sowing, others: dict[str, Sowing], one: Merge) -> None:
        self._sowing, self._others, self._one, self._number = sowing, others, one, 0

    def propose(self, tx: Tx) -> None:
        """Propose it."""
        one, sowing = self._one, self._sowing
        voice = sowing.cast.voice(one.by, one.on_behalf_of)
        new = one.becomes
        texts = Texts(new.title, new.summary, new.body or "") if new else None
        wanted = Proposed(sowing.id, self._others[one.into].id, one.reason, texts, anew=new is not None)
        self._number = propose_merge(tx, voice, wanted, sowing.known)

    def agree(self, tx: Tx) -> None:
        """Everybody agrees; the last one carries it out."""
        for who in self._one.agreed:
            voice = self._sowing.cast.voice(who.by, who.on_behalf_of)
            agree(tx, voice, self._number, who.word or "", self._sowing.known)


class Suggesting:
    """One suggestion on its way."""

    def __init__(self, sowing: Sowing, one: Suggestion) -> None:
        self._sowing, self._one, self._no = sowing, one, 0
        self._voice = sowing.cast.voice(one.by, one.on_behalf_of)

    def make(self, tx: Tx) -> None:
        """Make it, against the text as it stands then."""
        texts, rev = self._now(tx, self._one.new)
        self._no = suggest(tx, self._voice, self._sowing.id, Wanted(texts, rev, self._one.why))

    def answer(self, tx: Tx) -> None:
        """What became of it."""
        one, sowing, word = self._one, self._sowing, self._one.answer or ""
        where = (tx, sowing.author, sowing.id, self._no)
        texts, rev = self._now(tx, one.adapted or one.new)
        if one.state == "accepted":
            accept(*where, rev, word, sowing.known)
        elif one.state == "adapted":
            adapt(*where, texts, rev, word, sowing.known)
        elif one.state == "declined":
            decline(*where, word)
        else:
            take_back(tx, self._voice, sowing.id, self._no)

    def _now(self, tx: Tx, words: str) -> tuple[Texts, int]:
        """The present text with its old words put in another way, and its revision."""
        named = select(Idea.title, Idea.summary, Idea.markdown, Idea.rev).where(Idea.id == self._sowing.id)
        idea = tx.db.execute(named).one()
        return Texts(idea.title, idea.summary, idea.markdown.replace(self._one.old, words)), idea.rev
