"""People in real browsers: each with a window of their own, in which nothing may go wrong unnoticed."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

from arena.web.asking import cookie_name
from tests.people import Arena, Someone
from tests.walks.network import Network

PATIENCE_MS = 60_000  # on a busy machine; nothing waits that long on an idle one
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} refused ${event.blockedURI} on ${location.pathname}`), true)"""
# A click on a link cancels what the page was still asking for; that is no fault of the page.
LEFT = "net::ERR_ABORTED"
# Signing out empties the browser's cache, and Chromium says so.
CLEARED = "Clear-Site-Data header"


class Watch:
    """Collects what went wrong on any page of a browser: console, errors, refused or failed requests, dialogs."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        self._expected = [re.compile(CLEARED)]
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("dialog", self._dialog)

    def expect(self, *patterns: str) -> None:
        """From here on, faults that match are part of the walk."""
        self._expected += map(re.compile, patterns)

    @property
    def unexpected(self) -> list[str]:
        """What nobody expected."""
        return [fault for fault in self.faults if not any(pattern.search(fault) for pattern in self._expected)]

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "") if message.location else ""
        self.faults.append(f"console {message.type}: {message.text} ({where})")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.faults.append(f"request: {request.method} {request.url}: {request.failure}")

    async def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        await dialog.dismiss()


class Walker:
    """Somebody in front of a browser."""

    def __init__(self, someone: Someone, context: BrowserContext, base: str) -> None:
        self.someone = someone
        self.context = context
        self.base = base
        self.watch = Watch(context)
        self.page: Page

    async def open(self, path: str) -> Page:
        """Open an address in the current tab."""
        await self.page.goto(self.base + path)
        return self.page

    async def tab(self) -> Page:
        """Open another tab, which becomes the current one."""
        self.page = await self.context.new_page()
        return self.page

    @property
    def path(self) -> str:
        """Where the current tab is: path and query."""
        return self.page.url.removeprefix(self.base)


class Walkers:
    """Brings people in front of browsers and sees to it that nothing went wrong there."""

    def __init__(self, browser: Browser, arena: Arena) -> None:
        self.browser = browser
        self.arena = arena
        self._all: list[Walker] = []

    async def __call__(
        self, someone: Someone | None = None, *, via: Network | None = None, width: int = 1280, **context: Any
    ) -> Walker:
        """A browser for somebody, by default for a visitor; `via` a network that can be cut."""
        someone = someone or self.arena.visitor()
        port = via.port if via else self.arena.settings.port
        settings = {"viewport": {"width": width, "height": 900}, "locale": "de-DE"} | context
        opened = await self.browser.new_context(extra_http_headers={"X-Forwarded-For": someone.address}, **settings)
        opened.set_default_timeout(PATIENCE_MS)
        await opened.add_init_script(TELL_VIOLATIONS)
        base = f"http://localhost:{port}"
        if someone.token:
            cookie = {"name": cookie_name(self.arena.settings), "value": someone.token, "url": base}
            await opened.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])  # type: ignore[list-item]
        walker = Walker(someone, opened, base)
        await walker.tab()
        self._all.append(walker)
        return walker

    async def close(self) -> None:
        """Close every window; whatever went wrong in one fails the walk."""
        for walker in self._all:
            await walker.context.close()
        wrong = [fault for walker in self._all for fault in walker.watch.unexpected]
        assert not wrong, "\n".join(wrong)


@asynccontextmanager
async def walking(browser: Browser, arena: Arena) -> AsyncIterator[Walkers]:
    """Walkers for one test."""
    walkers = Walkers(browser, arena)
    yield walkers
    await walkers.close()
