"""The door to a proposal: read it, agree, decline, take it back."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing, Refusal
from arena.growing.agree import agree
from arena.growing.end import decline, take_back
from arena.growing.proposals import proposal_for
from arena.ideas.address import idea_address
from arena.web.again import form_page
from arena.web.asking import act_as, read
from arena.web.forms import read_form
from arena.web.pages import go


class AnswerForm(msgspec.Struct, forbid_unknown_fields=True):
    """An answer as it was typed."""

    word: str = ""
    speak_as: int | None = None


async def show(request: Request) -> Response:
    """Show what is proposed, who agreed, and what the reader may do."""
    return await _page(request)


async def answer(request: Request) -> Response:
    """Agree, decline or take back."""
    act, form, number = request.path_params["act"], await read_form(request, AnswerForm), request.path_params["id"]
    try:
        if act == "agree":
            await act_as(request, form.speak_as, agree, number, form.word, request.app.state.strategies)
        elif act == "decline":
            await act_as(request, form.speak_as, decline, number, form.word)
        elif act == "take-back":
            await act_as(request, form.speak_as, take_back, number)
        else:
            raise Missing
    except Refusal as refusal:
        return await _page(request, act, form, refusal)
    return go(request, f"/proposals/{number}", done=f"growing.{act.replace('-', '_')}.done")


async def _page(
    request: Request, act: str = "", typed: AnswerForm | None = None, refusal: Refusal | None = None
) -> Response:
    seen = await read(request, proposal_for, request.path_params["id"])
    shown = {"seen": seen, "one": seen.proposal, "act": act, "typed": typed or AnswerForm()}
    return form_page(request, "growing/proposal.html", refusal, address=idea_address, **shown)
