"""The door to the profile of an idea: read it, write it part by part, see its versions."""

import asyncio
from typing import Annotated, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Refusal
from arena.ideas.address import idea_address
from arena.sheets.form import form_for
from arena.sheets.history import SHOWN, versions
from arena.sheets.parts import MOST, ORDER, WRITTEN
from arena.sheets.show import sheet
from arena.sheets.write import must_be_right, write
from arena.store.text import clean, clean_line
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import fill, read_form
from arena.web.kept import kept_for_visitors
from arena.web.pages import go, render
from arena.words.diff import word_diff
from arena.words.markdown import to_html

Number = Annotated[int, msgspec.Meta(ge=0, le=10**15)]


class PartForm(msgspec.Struct, forbid_unknown_fields=True):
    """A part as it was typed; `rev` is the version it was written upon, `onward` whether the next part follows.

    With `act` as `preview` it is only shown.
    """

    markdown: str = ""
    why: str = ""
    rev: Number = 0
    speak_as: Number | None = None
    onward: str = ""
    act: str = ""


class One(msgspec.Struct):
    """Which version is compared with the one before."""

    rev: Number | None = None


@kept_for_visitors
async def show(request: Request) -> Response:
    """Show the profile of an idea."""
    found = await read(request, sheet, request.path_params["id"])
    home = idea_address(found.idea.id, found.idea.title)
    share = f"{request.app.state.settings.address}/{request.path_params['lang']}/ideas/{found.idea.id}/sheet"
    return render(request, "sheets/show.html", page=found, home=home, order=ORDER, written=WRITTEN, share=share)


async def edit(request: Request) -> Response:
    """Show the form of a part."""
    return await _form(request)


async def send(request: Request) -> Response:
    """Show a part as others will see it, or store it and lead to the next one or back to the profile."""
    typed, idea_id, part = await read_form(request, PartForm), request.path_params["id"], request.path_params["part"]
    html = await asyncio.to_thread(to_html, clean(typed.markdown))
    try:
        if typed.act == "preview":
            must_be_right(clean(typed.markdown), clean_line(typed.why), least=0)
            return await _form(request, typed, preview=html)
        await act_as(request, typed.speak_as, write, idea_id, part, typed.markdown, typed.rev, typed.why, html=html)
    except Refusal as refusal:
        return await _form(request, typed, refusal)
    onward = typed.onward if typed.onward in WRITTEN else ""
    return go(request, f"/ideas/{idea_id}/sheet{'/' if onward else ''}{onward}", done="sheets.write.done")


async def history(request: Request) -> Response:
    """Show the versions of a part and one change."""
    asked, params = fill(request.query_params, One), request.path_params
    found = await read(request, versions, params["id"], params["part"], asked.rev)
    home = idea_address(found.idea.id, found.idea.title)
    return render(request, "sheets/history.html", page=found, idea=found.idea, home=home, most=SHOWN)


async def _form(
    request: Request, typed: PartForm | None = None, refusal: Refusal | None = None, preview: str | None = None
) -> Response:
    found = await read(request, form_for, request.path_params["id"], request.path_params["part"])
    now, theirs = found.now, None
    if typed is None:
        typed = PartForm(now.markdown if now else "", rev=now.rev if now else 0)
    elif refusal is not None and refusal.status == 409 and now is not None:
        # Both texts are kept: what was typed in the form, the stored one beside it; sent again, it is knowingly.
        theirs, typed.rev = word_diff(now.markdown, typed.markdown), now.rev
    shown: dict[str, Any] = {"writing": found, "idea": found.idea, "typed": typed, "theirs": theirs, "most": MOST}
    shown["preview"] = preview
    home = idea_address(found.idea.id, found.idea.title)
    return form_page(request, "sheets/part.html", refusal, home=home, written=WRITTEN, **shown)
