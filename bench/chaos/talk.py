"""A talk: the client everybody may use, with somebody who writes down every frame before the client takes it."""

from typing import TYPE_CHECKING, Any

from arena.client import Client
from arena.client.line import Line
from bench.chaos.doors import DOORS, AskingDoors

if TYPE_CHECKING:
    from bench.chaos.person import Person

LATER = {"rate", "overloaded"}
FINAL = {"conflict", "gone"}


class Talk(Client):
    """The client, with somebody who writes down every frame before it is taken."""

    def __init__(self, person: "Person") -> None:
        self.person, self.record = person, person.record
        address = f"10.0.{person.number >> 8}.{person.number & 255}"
        super().__init__("http://127.0.0.1", session=person.token, headers={"X-Forwarded-For": address})

    def _line_to(self, url: str, headers: dict[str, str], csrf: str) -> Line:
        self.doors = DOORS[self.person.way](url, headers, csrf, self.person.door)
        if isinstance(self.doors, AskingDoors):
            self.doors.begins = self.person.asks
        return self.doors

    @property
    def view(self) -> Any:
        """What is seen of the thread; nothing yet where the client does not follow it."""
        return self._following.views.get(self.person.thread, Nothing)

    def _up(self, welcome: dict[str, Any]) -> None:
        self.person.asks()
        if self.person.mood.new_keys:
            self.person.rename()
        super()._up(welcome)

    def _take(self, frame: dict[str, Any]) -> None:
        self.record.counts[f"frames by {self.person.way}"] += 1
        match frame["t"]:
            case "ev" | "skip":
                self._step(frame)
            case "sync":
                self._sync(frame)
            case "ok":
                self.record.acknowledged(frame["ck"], frame, self.doors.node)
            case "err":
                self._refused(frame)
            case "reset" | "revoked":
                self.record.fault("reset", str(frame))
        super()._take(frame)

    def _step(self, frame: dict[str, Any]) -> None:
        if frame["seq"] > self.view.pos + 1:
            self.record.fault("gap", f"{frame['seq']} came after {self.view.pos} to {self.person.number}")
        if frame["t"] == "ev":
            self.record.stands(self.person.thread, frame["seq"], frame["o"]["id"])
            frame["o"] = self.record.saw(frame["o"], self.person.asked_at)

    def _sync(self, frame: dict[str, Any]) -> None:
        if not frame["from"] <= self.view.pos <= frame["to"]:
            came = f"from {frame['from']} to {frame['to']} came at {self.view.pos}"
            self.record.fault("gap", f"{came} to {self.person.number}")
        frame["items"] = [self.record.saw(item, self.person.asked_at) for item in frame["items"]]

    def _refused(self, frame: dict[str, Any]) -> None:
        self.record.counts[f"refused: {frame['code']}"] += 1
        if frame["code"] not in LATER | FINAL:
            self.record.fault("refused", str(frame))


class Nothing:
    """The view of somebody who has just come in."""

    pos = 0
    items: dict[int, dict[str, Any]] = {}  # noqa: RUF012  nobody writes into it
