"""The door to reporting: an update with its pictures is written, or amended."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any
from uuid import uuid4

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Faults, Refusal
from arena.projects.amend import Amended, amend
from arena.projects.encode import BYTES, Encoded, encode
from arena.projects.own import Own, joined, update_for
from arena.projects.picture import NewPicture, PictureText, check_words
from arena.projects.report import UpdateText, check_text, report
from arena.projects.update_model import PICTURES
from arena.projects.updates import UpdateSeen
from arena.web.again import form_page
from arena.web.asking import act_as, must_sign_in, read
from arena.web.forms import read_upload
from arena.web.pages import go, language

Number = Annotated[int, msgspec.Meta(ge=1, le=10**15)]
UPLOAD = PICTURES * BYTES + 512 * 1024  # bytes of a whole form: the pictures, and the words
_encoder = ThreadPoolExecutor(1, thread_name_prefix="pictures")  # one at a time: a large one takes 200 MB meanwhile


class PictureForm(msgspec.Struct, forbid_unknown_fields=True):
    """A picture's words as they were typed; its file comes apart."""

    alt: str = ""
    caption: str = ""
    author: str = ""
    remove: str = ""

    @property
    def text(self) -> PictureText:
        """What is said of the picture."""
        return PictureText(self.alt, self.caption, self.author)


class UpdateForm(msgspec.Struct, forbid_unknown_fields=True):
    """An update as it was typed; pictures are named `n0` … where they are new, else `p` and their number."""

    speak_as: Number | None = None
    title: str = ""
    markdown: str = ""
    language: str = "de"
    client_key: Annotated[str, msgspec.Meta(max_length=64)] = ""
    pictures: dict[str, PictureForm] = {}
    note: str = ""
    rev: Annotated[int, msgspec.Meta(ge=1, le=10**9)] = 1

    @property
    def said(self) -> UpdateText:
        """Its text."""
        return UpdateText(self.title, self.markdown, self.language)


async def new(request: Request) -> Response:
    """An empty form."""
    own = await read(request, joined, request.path_params["id"])
    return _form(request, own, UpdateForm(language="en" if language(request) == "en" else "de"))


async def send_new(request: Request) -> Response:
    """Store an update; who may not report is refused before anything is read."""
    own = await read(request, joined, request.path_params["id"])
    async with read_upload(request, UpdateForm, PICTURES) as (typed, files):
        try:
            pictures = await _pictures(request, typed, files)
            key = typed.client_key or None
            number = await act_as(request, typed.speak_as, report, own.idea.id, typed.said, pictures, key)
        except Refusal as refusal:
            return _form(request, own, typed, refusal, again=bool(files))
    return go(request, f"/updates/{number}", done="projects.report.done")


async def edit(request: Request) -> Response:
    """The form with what the update says now."""
    own, seen = await read(request, update_for, request.path_params["id"])
    row = seen.row
    typed = UpdateForm(None, row.title, row.markdown, row.language, "", {}, "", row.rev)
    for one in seen.pictures:
        words = PictureForm(one.picture_alt, one.picture_caption, one.picture_author)
        typed.pictures[f"p{one.picture_id}"] = words
    return _form(request, own, typed, seen=seen)


async def send_edit(request: Request) -> Response:
    """Store a revision."""
    own, seen = await read(request, update_for, request.path_params["id"])
    async with read_upload(request, UpdateForm, PICTURES) as (typed, files):
        try:
            more = await _pictures(request, typed, files)
            kept = {int(key[1:]): form for key, form in typed.pictures.items() if key[0:1] == "p" and key[1:].isdigit()}
            words = {number: None if form.remove else form.text for number, form in kept.items()}
            amended = Amended(typed.said, typed.note, typed.rev, words, tuple(more))
            await act_as(request, typed.speak_as, amend, seen.row.id, amended)
        except Refusal as refusal:
            return _form(request, own, typed, refusal, again=bool(files), seen=seen)
    return go(request, f"/updates/{seen.row.id}", done="projects.amend.done")


async def _pictures(request: Request, typed: UpdateForm, files: Mapping[str, UploadFile]) -> list[NewPicture]:
    """The new pictures, encoded one after the other on a thread; raises `Invalid` with all that is wrong."""
    me = await must_sign_in(request)
    request.app.state.pace.check(me.person_id, "picture", 1 + 4 * len(files))
    faults, found = Faults(), []
    check_text(faults, typed.said)
    for key in sorted({*files, *(f"file.{name}" for name in typed.pictures if name.startswith("n"))}):
        name = key.removeprefix("file.")
        form = typed.pictures.get(name, PictureForm())
        if key not in files:
            if form.text != PictureText():
                faults.add(f"file.{name}", "projects.faults.file")
            continue
        check_words(faults, f"pictures.{name}", form.text)
        try:
            found.append(NewPicture(form.text, await _encoded(files[key])))
        except Refusal as refusal:
            faults.add(key, refusal.key, **refusal.facts)
    faults.refuse()
    return found


async def _encoded(file: UploadFile) -> Encoded:
    raw = await file.read(BYTES + 1)
    return await asyncio.get_running_loop().run_in_executor(_encoder, encode, raw)


def _form(
    request: Request,
    own: Own,
    typed: UpdateForm,
    refusal: Refusal | None = None,
    *,
    again: bool = False,
    seen: UpdateSeen | None = None,
) -> Response:
    typed.client_key = typed.client_key or uuid4().hex
    known = seen.pictures if seen else []
    slots = [f"n{number}" for number in range(PICTURES - len(known))]
    context: dict[str, Any] = {"idea": own.idea, "voices": own.voices, "seen": seen, "known": known, "slots": slots}
    context |= {"typed": typed, "again": again, "empty": PictureForm()}
    return form_page(request, "projects/report.html", refusal, **context)
