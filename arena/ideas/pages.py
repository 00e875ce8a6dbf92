"""The door to an idea's page, its history, and one's own ideas."""

from typing import Annotated, Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from arena.ideas.address import idea_address
from arena.ideas.box_pages import address_to_share, drawn
from arena.ideas.discard import discard
from arena.ideas.follow import follow
from arena.ideas.history import history
from arena.ideas.mine import besides, followed, my_ideas
from arena.ideas.news import read_all
from arena.ideas.show import ToAll, Whole, whole_idea
from arena.ideas.support import support
from arena.ideas.thread_pages import row_of_threads
from arena.threads.pages import replying
from arena.threads.pages_pieces import thread_context
from arena.threads.pages_places import place_of
from arena.threads.window import Place
from arena.web.asking import act, do, must_sign_in, read
from arena.web.forms import fill, read_form
from arena.web.kept import kept_for_visitors, mark_of
from arena.web.pages import go, language, render
from arena.words import words_in


class Switch(msgspec.Struct, forbid_unknown_fields=True):
    """A button that is pressed or not."""

    on: bool = True


Revision = Annotated[int, msgspec.Meta(ge=1, le=10**9)]


class Between(msgspec.Struct):
    """The two revisions to compare."""

    before: Revision | None = None
    after: Revision | None = None


@kept_for_visitors
async def show(request: Request) -> Response:
    """Show an idea at its own address; other spellings of it lead there."""
    whole = await _whole(request, request.path_params["id"], place_of(request))
    idea = whole.to_all.boxes.idea
    own = f"/{language(request)}{idea_address(idea.id, idea.title)}"
    if request.url.path != own:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(own + query, 301, {"Cache-Control": "no-cache"})
    context: dict[str, Any] = {"thread": None, "share": address_to_share(request, idea)}
    if whole.thread is not None:
        context |= thread_context(request, whole.thread, own, await replying(request))
    context |= {"draw": drawn(request, whole.to_all.boxes, whole.ties), "idea": idea}
    return render(request, "ideas/show.html", **context, **row_of_threads(whole.threads))


async def _whole(request: Request, idea_id: int, place: Place) -> Whole:
    """An idea's page; what it says to everybody is asked for once, and again as soon as anything is stored.

    A draft is asked for each time, so that nobody is shown one without being found to be its author.
    """
    kept, key, mark = request.app.state.ideas, (idea_id, place), mark_of(request.scope)
    known: ToAll | None = mark and kept.get(key, mark)
    whole = await read(request, whole_idea, idea_id, place, known)
    if mark and known is None and whole.to_all.talk is not None:
        kept.put(key, mark, whole.to_all)
    return whole


async def mine(request: Request) -> Response:
    """Show a person's drafts and ideas, and what they follow."""
    await must_sign_in(request)
    ideas, following, beside = await read(request, lambda db, me: (my_ideas(db, me), followed(db, me), besides(db, me)))
    drafts = [idea for idea in ideas if idea.state == "draft"]
    published = [idea for idea in ideas if idea.state != "draft"]
    lists: dict[str, Any] = {"drafts": drafts, "published": published, "following": following, "beside": beside}
    lists["new"] = any(idea.unread for idea in [*published, *following])
    return render(request, "ideas/mine.html", **lists, address=idea_address)


async def send_read(request: Request) -> Response:
    """Mark what is new in a person's ideas as seen."""
    await do(request, read_all)
    return go(request, "/ideas/mine", done="ideas.mine.read.done")


async def show_history(request: Request) -> Response:
    """Show an idea's revisions and what changed between two of them."""
    between = fill(request.query_params, Between)
    page = await read(request, history, request.path_params["id"], between.before, between.after)
    say = words_in(language(request)).t
    revisions = [{"value": row.rev, "label": say("ideas.page.rev", n=row.rev)} for row in page.revisions]
    return render(request, "ideas/history.html", page=page, choices=revisions, address=idea_address)


async def send_support(request: Request) -> Response:
    """Support an idea or take that back."""
    form, idea_id = await read_form(request, Switch), request.path_params["id"]
    await act(request, support, idea_id, form.on)
    return go(request, f"/ideas/{idea_id}", done="ideas.support.done" if form.on else "ideas.unsupport.done")


async def send_follow(request: Request) -> Response:
    """Follow an idea or stop."""
    form, idea_id = await read_form(request, Switch), request.path_params["id"]
    await act(request, follow, idea_id, form.on)
    return go(request, f"/ideas/{idea_id}", done="ideas.follow.done" if form.on else "ideas.unfollow.done")


async def send_discard(request: Request) -> Response:
    """Throw a draft away."""
    await act(request, discard, request.path_params["id"])
    return go(request, "/ideas/mine", done="ideas.discard.done")
