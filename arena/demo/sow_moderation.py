"""Moderation of a demo idea's threads: what was reported and decided, each on its day."""

from functools import partial

from arena.demo.moderating import Reported
from arena.demo.moments import MINUTE
from arena.demo.shape import Demo
from arena.demo.sowing import Act, Sowing
from arena.moderation.decide import Decision, decide
from arena.moderation.grant import grant
from arena.moderation.report import Report, report
from arena.moderation.rules import open_case
from arena.store import Tx
from arena.voice import Me


def grant_moderators(tx: Tx, demo: Demo) -> None:
    """Name the moderators."""
    for person in demo.persons.values():
        if person.cast == "moderator":
            grant(tx, person.email)


def acts_of_moderation(sowing: Sowing, demo: Demo) -> list[Act]:
    """Notices and decisions, with their moments."""
    acts: list[Act] = []
    for one in demo.moderation:
        if one.idea != sowing.slug:
            continue
        reported = sowing.day(one.days_ago, "report", one.post)
        acts.append((reported, partial(_report, sowing=sowing, one=one)))
        if one.decided:  # perhaps on the same day, as the days count from the hour it is now
            decided = max(sowing.day(one.decided.days_ago, "decide", one.post), reported + 5 * MINUTE)
            acts.append((decided, partial(_decide, sowing=sowing, one=one)))
    return acts


def _report(tx: Tx, sowing: Sowing, one: Reported) -> None:
    voice = sowing.cast.voice(one.by)
    me = Me(voice.person_id, voice.person, "de", (voice,), voice.person_id, "")
    report(tx, me, None, sowing.posts[one.post], Report(one.ground, one.words, None, "de"), None)


def _decide(tx: Tx, sowing: Sowing, one: Reported) -> None:
    said = one.decided
    assert said
    case = open_case(tx.db, sowing.posts[one.post])
    decision = Decision(said.kind, said.ground, said.reason, case.id if case else None)
    decide(tx, sowing.cast.voice(said.by), None, sowing.posts[one.post], decision)
