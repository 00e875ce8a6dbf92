"""The team of a demo idea: offers, the carriers' answers, and what became of them."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from arena.demo.moments import between, share
from arena.demo.shape import Commitment
from arena.demo.sowing import Act, Sowing
from arena.ideas.answer import accept, decline
from arena.ideas.count import today
from arena.ideas.join import Offer, join
from arena.ideas.leave import leave
from arena.ideas.progress import confirm, fulfil, start
from arena.ideas.team_model import Commitment as CommitmentRow
from arena.store import Tx

DAY = timedelta(days=1)


def acts_of_team(sowing: Sowing) -> list[Act]:
    """Everything that happens to the idea's commitments, each with its moment."""
    acts: list[Act] = []
    for row, one in enumerate(sowing.idea.commitment, 1):
        at = sowing.day(one.days_ago, "commitment", str(row))
        joined = Joined(sowing, one)
        acts.append((at, joined.join))
        acts += [(then, partial(joined.step, step=step)) for step, then in _steps(sowing, one, row, at)]
    return acts


def _steps(sowing: Sowing, one: Commitment, row: int, at: datetime) -> list[tuple[str, datetime]]:
    """Which steps lead to the state, and when: the answer comes soon, the rest over the time that is left."""
    part = share(sowing.slug, "answer", str(row))
    answered = between(at, sowing.end, 0.1 + 0.3 * part, 2 * DAY * (0.2 + part))
    started = between(answered, sowing.end, 0.3, 3 * DAY)
    done = between(started, sowing.end, 0.6, 14 * DAY if one.done is None else 60 * DAY)
    confirmed = [("confirm", between(done, sowing.end, 0.5, 2 * DAY))] if one.thanks else []
    return {
        "offered": [],
        "accepted": [("accept", answered)],
        "active": [("accept", answered), ("start", started)],
        "fulfilled": [("accept", answered), ("start", started), ("fulfil", done), *confirmed],
        "declined": [("decline", answered)],
        "withdrawn": [("accept", answered), ("leave", done)],
    }[one.state]


class Joined:
    """One commitment on its way: its number is known once it was offered."""

    def __init__(self, sowing: Sowing, one: Commitment) -> None:
        self._sowing, self._one, self._number = sowing, one, 0
        self._joiner = sowing.cast.voice(one.by, one.on_behalf_of)

    def join(self, tx: Tx) -> None:
        """Offer it."""
        one, day = self._one, today(self._sowing.now)
        offer = Offer(
            role=one.role,
            what=one.what,
            need_id=self._sowing.needs[one.need] if one.need else None,
            kind=one.kind,
            amount=one.amount,
            unit=one.unit or "",
            starts=None if one.from_days is None else day + timedelta(days=one.from_days),
            ends=None if one.until_days is None else day + timedelta(days=one.until_days),
            message=one.message,
        )
        self._number = join(tx, self._joiner, self._sowing.id, offer)

    def step(self, tx: Tx, step: str) -> None:
        """Take it a step further."""
        answer, number, carrier = self._one.answer or "", self._number, self._sowing.author
        state = tx.db.execute(select(CommitmentRow.state).where(CommitmentRow.id == number)).scalar_one()
        if step == "accept" and state == "offered":  # what carriers bring themselves is accepted already
            accept(tx, carrier, number, answer)
        elif step == "decline":
            decline(tx, carrier, number, answer)
        elif step == "start":
            start(tx, self._joiner, number)
        elif step == "fulfil":
            fulfil(tx, self._joiner if self._one.done else carrier, number, self._one.done or "")
        elif step == "confirm":
            confirm(tx, carrier, number, self._one.thanks or "")
        elif step == "leave":
            leave(tx, self._joiner, number, self._one.left or "")
