"""A form's page: fresh, or once more with what was wrong and every typed word."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Facts, Invalid, Refusal
from arena.web.pages import language, render
from arena.words import words_in

CORRECTABLE = {409, 422, 423, 429}


class Sentences(dict[str, str]):
    """What is wrong with each field; nothing where a field is all right."""

    def __missing__(self, field: str) -> None:
        return None


def form_page(request: Request, template: str, refusal: Refusal | None = None, **context: Any) -> Response:
    """Render a form; `errors` holds a sentence for each field, `problem` one for the whole.

    What the reader cannot correct by sending the form again, now or when a thread is open again, is raised further.
    """
    if refusal is None:
        return render(request, template, errors=Sentences(), problem=None, **context)
    if refusal.status not in CORRECTABLE:
        raise refusal
    faults = refusal.faults if isinstance(refusal, Invalid) else {}
    problem = None if faults else words_in(language(request)).t(refusal.key, **refusal.facts)
    errors = sentences(request, faults)
    return render(request, template, status=refusal.status, errors=errors, problem=problem, **context)


def sentences(request: Request, faults: Mapping[str, tuple[str, Facts]]) -> Sentences:
    """What is wrong with each field, in the reader's language."""
    say = words_in(language(request)).t
    return Sentences({field: say(key, **facts) for field, (key, facts) in faults.items()})
