"""The door to completion: whom and what a writer may mean, for those who are signed in."""

from collections import Counter

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from arena.errors import Missing
from arena.store.text import clean_line
from arena.threads.fields import offered_fields
from arena.threads.offered import MOST, Offer, offered
from arena.threads.pages_places import number
from arena.threads.timeline import head
from arena.web.asking import know, read
from arena.web.near import must_come_from_here
from arena.web.pages import language
from arena.words import words_in

LETTERS = 80


async def mentions(request: Request) -> Response:
    """Offer people and organisations for `q=@…`, fields of action for `q=#…`, as a writer in `thread` sees them."""
    must_come_from_here(request)
    me = await know(request)
    if me is None:  # for a script: no page to sign in
        return JSONResponse({"key": "errors.sign_in"}, 401)
    request.app.state.pace.check(me.person_id, "mention")
    thread, q = number(request, "thread"), clean_line(request.query_params.get("q", ""))[:LETTERS]
    if thread is None or q[:1] not in ("@", "#"):
        raise Missing
    found = await (_actors if q[0] == "@" else _fields)(request, thread, q[1:])
    words = words_in(language(request))
    told = {
        "found": found,
        "label": words.t("threads.mention.people" if q[0] == "@" else "threads.mention.fields"),
        "said": words.t("threads.mention.found", n=len(found)) if found else words.t("threads.mention.none"),
    }
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


async def _actors(request: Request, thread: int, q: str) -> list[dict[str, str]]:
    found = [
        {"name": one.name, "text": one.text, "about": _about(request, one)}
        for one in await read(request, lambda db, me: offered(db, thread, q, me.person_id if me else None))
    ]
    looks = Counter((one["name"], one["about"]) for one in found)
    for one in found:
        if looks[one["name"], one["about"]] > 1:  # nothing else is public that tells them apart
            one["about"] += f" · ~{one['text'].rpartition('~')[2]}"
    return found


def _about(request: Request, one: Offer) -> str:
    """Who somebody is, in the reader's language."""
    words, strategies, lang = words_in(language(request)), request.app.state.strategies, language(request)
    district = strategies.district(one.district) if one.district else None
    since = words.t("actors.since", day=words.date(one.since)) if one.since else ""
    told = [*one.speaks_for] or [words.t(f"actors.sector.{one.sector}")]
    return " · ".join(filter(None, [*told, district.name.say(lang) if district else "", since]))


async def _fields(request: Request, thread: int, q: str) -> list[dict[str, str]]:
    await read(request, lambda db, _: head(db, thread))
    fields = offered_fields(request.app.state.strategies.current, language(request), q, MOST)
    return [{"name": label, "text": f"#{label}", "about": "", "key": key} for key, label in fields]
