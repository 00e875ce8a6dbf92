"""Who is asking: a visitor or a signed-in person, and in whose name they may speak."""

import msgspec

from arena.errors import Refusal


class Voice(msgspec.Struct, frozen=True):
    """A person speaking in a name: their own, or that of an organisation they have a mandate for."""

    person_id: int
    actor_id: int
    person: str
    actor: str
    sector: str
    steward: bool = False

    @property
    def own(self) -> bool:
        """Whether the person speaks for themselves."""
        return self.person_id == self.actor_id


class Me(msgspec.Struct, frozen=True):
    """A signed-in person; `voices` begins with their own, `preferred` is the name they last chose.

    `moderates` says whether the operator named them a moderator. `waiting` counts what waits for their answer, `news`
    what they have not read of what they hear, `cases` what waits on the moderators' desk; they are known where a page
    is shown, and 0 elsewhere.
    """

    person_id: int
    name: str
    language: str
    voices: tuple[Voice, ...]
    preferred: int
    login: str
    moderates: bool = False
    waiting: int = 0
    news: int = 0
    cases: int = 0

    @property
    def own(self) -> Voice:
        """The person's own voice."""
        return self.voices[0]

    def voice(self, actor_id: int | None = None) -> Voice:
        """The voice in an actor's name; without one the preferred; a name without a mandate is refused (403)."""
        wanted = actor_id or self.preferred
        for voice in self.voices:
            if voice.actor_id == wanted:
                return voice
        if actor_id is None:
            return self.own
        raise Refusal(403, "errors.no_mandate")

    @property
    def mandates(self) -> frozenset[int]:
        """The organisations the person may speak for."""
        return frozenset(voice.actor_id for voice in self.voices[1:])

    def speaks_for(self, actor_id: int) -> bool:
        """Whether the person may speak in this actor's name."""
        return any(voice.actor_id == actor_id for voice in self.voices)


Reader = Me | None
