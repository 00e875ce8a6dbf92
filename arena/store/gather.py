"""Gathering: acts that come in the same turns of the loop go to the writer together, and so share a commit."""

import asyncio
from collections.abc import Callable

from arena.store.job import Job

CALM = 3  # turns without a new act: with fewer, acts of one moment fall apart into several commits
TURNS = 12  # after so many what is here goes, however much more comes


class Gather:
    """What one loop hands over; there is no timer: it goes as soon as the loop brings nothing new."""

    def __init__(self, submit: Callable[[list[Job]], None]) -> None:
        self._submit = submit
        self._jobs: list[Job] = []
        self._turns = self._calm = 0

    def add(self, job: Job, loop: asyncio.AbstractEventLoop) -> None:
        """Take an act along."""
        if not self._jobs:
            self._turns = 0
            loop.call_soon(self._turn, loop)
        self._calm = 0
        self._jobs.append(job)

    def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        self._turns += 1
        self._calm += 1
        if self._calm < CALM and self._turns < TURNS:
            loop.call_soon(self._turn, loop)
        else:
            self.go()

    def go(self) -> None:
        """Hand over what is here."""
        jobs, self._jobs = self._jobs, []
        if jobs:
            self._submit(jobs)
