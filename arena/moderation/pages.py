"""The door for those who report a contribution: its form, and the receipt."""

from uuid import uuid4

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from arena.actors.limits import MAILS, network
from arena.errors import Refusal
from arena.moderation.receipt import receipt
from arena.moderation.report import prepare_report, report
from arena.threads.hide import GROUNDS
from arena.threads.home import Home, home_of
from arena.threads.item import Item
from arena.threads.view import contribution
from arena.voice import Reader
from arena.web.again import form_page
from arena.web.asking import client_of, do_for_all, know, read
from arena.web.forms import read_form
from arena.web.pages import go, language, render


class ReportForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is wrong with a contribution, and where a visitor wants to hear of it."""

    ground: str = ""
    words: str = ""
    email: str = ""
    client_key: str = ""


async def ask(request: Request) -> Response:
    """Show the form, to visitors as well."""
    return await _form(request, ReportForm(client_key=uuid4().hex))


async def send(request: Request) -> Response:
    """Take a notice, and lead to its receipt."""
    form, post_id = await read_form(request, ReportForm), request.path_params["id"]
    site, lang, address = request.app.state.settings.address, language(request), client_of(request)
    me = await know(request)
    try:
        said = prepare_report(form.ground, form.words, "" if me else form.email, lang)
        request.app.state.pace.check(me.person_id if me else network(address), "report")
        if said.email:
            MAILS.ask(said.email, address)
        key = await do_for_all(request, lambda tx, who: report(tx, who, site, post_id, said, form.client_key or None))
    except Refusal as refusal:
        return await _form(request, form, refusal)
    return go(request, f"/notices/{key}")


async def show(request: Request) -> Response:
    """Show the receipt to whoever has its address."""
    found = await read(request, receipt, request.path_params["key"])
    answer = render(request, "moderation/receipt.html", found=found)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return answer


async def _form(request: Request, form: ReportForm, refusal: Refusal | None = None) -> Response:
    thread_id, item, home = await read(request, _shown, request.path_params["id"])
    shown = {"item": item, "home": home, "thread_id": thread_id, "form": form, "grounds": GROUNDS}
    return form_page(request, "moderation/report.html", refusal, **shown)


def _shown(db: Connection, me: Reader, post_id: int) -> tuple[int, Item, Home]:  # noqa: ARG001
    thread_id, item, _ = contribution(db, post_id)
    return thread_id, item, home_of(db, thread_id)
