"""Forms: what a browser sent, as a typed struct; unknown fields are refused, typed words are kept."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import msgspec
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.requests import Request

from arena.errors import Faults, Refusal
from arena.store.text import clean

S = TypeVar("S", bound=msgspec.Struct)
T = TypeVar("T")
FIELDS = 400
BYTES = 64 * 1024


async def read_form(request: Request, shape: type[S]) -> S:
    """Read a form into `shape`: text but passwords is cleaned, repeated names become lists, dots nest (`needs.0.what`).

    A field the shape does not know, a file or a wrong type is refused with 400: such a form is not one of ours.
    """
    async with request.form(max_files=0, max_fields=FIELDS, max_part_size=BYTES) as form:
        return fill(form, shape)


@asynccontextmanager
async def read_upload(request: Request, shape: type[S], most: int) -> AsyncIterator[tuple[S, dict[str, UploadFile]]]:
    """The same with up to `most` files, which can be read until the block ends; an empty file field is none.

    The route says how large such a request may be, see `RequestBodyLimitMiddleware` in the route table.
    """
    async with request.form(max_files=most, max_fields=FIELDS, max_part_size=BYTES) as form:
        words = FormData([(name, value) for name, value in form.multi_items() if isinstance(value, str)])
        files = {name: value for name, value in form.multi_items() if isinstance(value, UploadFile)}
        yield fill(words, shape), {name: value for name, value in files.items() if value.size}


def fill(form: FormData | QueryParams, shape: type[S]) -> S:
    """The same from form data at hand, such as the query of a GET form."""
    try:
        return msgspec.convert(_nested(form), shape, strict=False)
    except (msgspec.ValidationError, ValueError, TypeError, AttributeError, RecursionError) as fault:
        raise Refusal(400, "errors.strange_form") from fault


def _nested(form: FormData | QueryParams) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for name in dict.fromkeys(form.keys()):
        # A password is taken to the letter; everything else is cleaned.
        tidy = str if name.endswith("password") else clean
        values = [tidy(value) for value in form.getlist(name) if isinstance(value, str)]
        *stems, leaf = name.removesuffix("[]").split(".")
        place = root
        for stem in stems:
            place = place.setdefault(stem, {})
        place[leaf] = values if name.endswith("[]") else values[-1]
    return {name: _lists(value) if isinstance(value, dict) else value for name, value in root.items()}


def _lists(place: dict[str, Any]) -> Any:
    """Turn `{"0": …, "1": …}` into a list, in the order of the numbers."""
    told = {name: _lists(value) if isinstance(value, dict) else value for name, value in place.items()}
    if told and all(name.isascii() and name.isdigit() for name in told):
        return [told[name] for name in sorted(told, key=int)]
    return told


def typed_as(faults: Faults, field: str, text: str, reading: Callable[[str], T], fault: str) -> T | None:
    """What a line means to `reading`, None where it is empty; a ValueError is noted as a fault of the field."""
    try:
        return reading(text) if text else None
    except ValueError:
        faults.add(field, fault)
        return None
