"""Mails as acts ask for them: words of the catalogue in the language of the one who will read them."""

from typing import Any

from arena.store import Tx
from arena.store.outbox import ask
from arena.store.text import clean_line
from arena.words import words_in


def ask_mail(tx: Tx, to: str, language: str, key: str, unsubscribe: str = "", **facts: Any) -> None:
    """Ask for a mail to be sent after the commit; its words are `mails.<key>.subject` and `mails.<key>.text`.

    `unsubscribe` is an address that ends mails of this sort by a POST alone, as mail programs offer it.
    """
    words = words_in(language)
    text = "\n\n".join(
        [words.t("mails.greeting"), words.t(f"mails.{key}.text", **facts).strip(), words.t("mails.closing").strip()]
    )
    subject = words.t(f"mails.{key}.subject", **facts)
    more = {"unsubscribe": unsubscribe} if unsubscribe else {}
    ask(tx, "mail", to=to, subject=clean_line(subject), text=text, language=words.html_lang, **more)
