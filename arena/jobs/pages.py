"""The door to the mailbox of a demo."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from arena.errors import Missing
from arena.jobs.mailbox import exists, letters
from arena.jobs.post import FOLDER
from arena.web.asking import know
from arena.web.pages import render


async def mailbox(request: Request) -> Response:
    """Show the mails of a demo; elsewhere there is no such page."""
    settings = request.app.state.settings
    if not exists(settings):
        raise Missing
    await know(request)
    found = await asyncio.to_thread(letters, settings.data_dir / FOLDER)
    return render(request, "jobs/mails.html", letters=found, folder=FOLDER)
