"""Report a contribution: anybody may, and hears that it was received; the same report twice is one."""

import secrets
from typing import Any

import msgspec
from sqlalchemy import Row, insert, or_, select

from arena.actors.address import address
from arena.errors import Faults, Missing, Refusal
from arena.jobs.mail import ask_mail
from arena.moderation.model import WORDS, Case, Notice
from arena.moderation.rules import open_case
from arena.moderation.tell import address_of
from arena.store import Tx
from arena.store.text import clean
from arena.threads.change import post_for_change
from arena.threads.hide import GROUNDS
from arena.voice import Reader

SAY_MORE = ("unlawful", "other")  # grounds that mean nothing without words


class Report(msgspec.Struct, frozen=True):
    """A notice on its way; `email` is an address that somebody without an account gave."""

    ground: str
    words: str
    email: str | None
    language: str


def prepare_report(ground: str, words: str, email: str, language: str) -> Report:
    """Check a notice; raises `Invalid` for the fields `ground`, `words` and `email`."""
    words, faults = clean(words), Faults()
    faults.one_of("ground", ground, GROUNDS)
    faults.text("words", words, most=WORDS, least=1 if ground in SAY_MORE else 0)
    known = address(email) if email.strip() else None
    if email.strip() and known is None:
        faults.add("email", "accounts.email.strange")
    faults.refuse()
    return Report(ground, words, known, language)


def report(tx: Tx, me: Reader, site: str | None, post_id: int, said: Report, client_key: str | None) -> str:
    """Put a notice into the open case of a contribution, or open one; returns the key of its receipt."""
    thread, post = post_for_change(tx, post_id)
    if before := _before(tx, me, post, said, client_key):
        return before
    if thread.audience != "public" or post.state != "visible":
        raise Missing
    if me is not None and post.person_id == me.person_id:
        raise Refusal(409, "moderation.refused.own_report")
    found = open_case(tx.db, post.id)
    if found is None:
        opened = insert(Case).values(post_id=post.id, opened_at=tx.now).returning(Case.id)
        case_id = int(tx.db.execute(opened).scalar_one())
    else:
        case_id = found.id
    key = secrets.token_urlsafe(24)
    row: dict[str, Any] = {"case_id": case_id, "post_id": post.id, "text_rev": post.text_rev, "at": tx.now}
    row |= {"person_id": me.person_id if me else None, "email": None if me else said.email}
    row |= {"language": said.language, "ground": said.ground, "words": said.words}
    tx.db.execute(insert(Notice).values(row | {"key": key, "client_key": client_key}))
    to = address_of(tx.db, me.person_id)[0] if me else said.email
    if to and site is not None:
        link = f"{site}/{said.language}/notices/{key}"
        ask_mail(tx, to, said.language, "notice", link=link)
    return key


def _before(tx: Tx, me: Reader, post: Row[Any], said: Report, client_key: str | None) -> str | None:
    """The receipt of the same notice: from the same form, or from the same person about the same wording."""
    same: list[Any] = [Notice.client_key == client_key] if client_key else []
    wording = (Notice.post_id == post.id) & (Notice.text_rev == post.text_rev)
    if me is not None:
        same.append(wording & (Notice.person_id == me.person_id))
    elif said.email is not None:
        same.append(wording & (Notice.email == said.email))
    found = select(Notice.key).where(Notice.post_id == post.id, or_(*same)) if same else None
    return tx.db.execute(found.order_by(Notice.id)).scalars().first() if found is not None else None
