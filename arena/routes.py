"""Every address of the Arena, one line each."""

from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from arena.actors import account_pages as account
from arena.actors import link_pages as link
from arena.actors import membership_pages as membership
from arena.actors import organisation_pages as organisation
from arena.actors import pages as actors
from arena.actors import sign_in_pages as sign_in
from arena.actors import sign_up_pages as sign_up
from arena.front import pages as front
from arena.ideas import actor_pages as profiles
from arena.ideas import commitment_pages as commitment
from arena.ideas import join_pages as join
from arena.ideas import need_pages as need
from arena.ideas import pages as ideas
from arena.ideas import pages_list as idea_list
from arena.ideas import post_pages as posting
from arena.ideas import withdraw_pages as withdrawing
from arena.jobs import pages as jobs
from arena.settings import Settings
from arena.threads import api, socket
from arena.threads import pages as threads
from arena.threads import post_pages as posts
from arena.web import health, start
from arena.web.static import Static
from arena.words import LANGUAGES


class LanguageConvertor(Convertor[str]):
    """Matches the languages the Arena speaks."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Keep the language's short name."""
        return value

    def to_string(self, value: str) -> str:
        """Keep the language's short name."""
        return value


class NumberConvertor(Convertor[int]):
    """Matches the numbers of things: whole, and small enough for every database."""

    regex = "[0-9]{1,15}"

    def convert(self, value: str) -> int:
        """Make it a number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Write it down."""
        return str(value)


class IdeaConvertor(NumberConvertor):
    """Matches an idea's number with or without its title; the page leads on to the present title."""

    regex = "[0-9]{1,15}(?:-[^/]{0,200})?"

    def convert(self, value: str) -> int:
        """Make it a number."""
        return int(value.partition("-")[0])


register_url_convertor("lang", LanguageConvertor())
register_url_convertor("number", NumberConvertor())
register_url_convertor("int", NumberConvertor())
register_url_convertor("idea", IdeaConvertor())


def routes(static: Static, settings: Settings) -> list[BaseRoute]:  # noqa: ARG001
    """All routes; what stands under `PAGES` exists in every language."""
    return [
        Route("/", start.choose_language),
        Route("/health/live", health.live),
        Route("/health/ready", health.ready),
        WebSocketRoute("/live", socket.live),
        Route("/threads/{id:int}/ops", api.ops, methods=["POST"]),
        Route("/threads/{id:int}/events", api.events),
        Mount("/static", static, name="static"),
        Mount("/{lang:lang}", routes=PAGES),
    ]


PAGES: list[BaseRoute] = [
    Route("/", front.start),
    Route("/pages/{name}", front.public_text),
    Route("/stylebook", front.stylebook),
    Route("/ideas", idea_list.ideas),
    Route("/ideas/similar", idea_list.similar_ideas),
    Route("/threads/{id:int}", threads.show),
    Route("/threads/{id:int}/posts", threads.speak, methods=["POST"]),
    Route("/posts/{id:int}", threads.permalink),
    Route("/posts/{id:int}/edit", posts.edit, methods=["GET", "POST"]),
    Route("/posts/{id:int}/history", posts.history),
    Route("/posts/{id:int}/react", posts.answer, methods=["POST"]),
    Route("/posts/{id:int}/retract", posts.take_back, methods=["POST"]),
    Route("/ideas/{id:number}/join", join.form),
    Route("/ideas/{id:number}/join", join.join_idea, methods=["POST"]),
    Route("/ideas/{id:number}/needs", need.needs),
    Route("/ideas/{id:number}/needs", need.ask, methods=["POST"]),
    Route("/needs/{id:number}/close", need.close, methods=["POST"]),
    Route("/needs/{id:number}/reopen", need.reopen, methods=["POST"]),
    Route("/commitments", commitment.mine),
    Route("/commitments/{id:number}", commitment.show),
    Route("/commitments/{id:number}/{act}", commitment.take_step, methods=["POST"]),
    Route("/ideas/new", posting.new, methods=["GET"]),
    Route("/ideas/new", posting.send_new, methods=["POST"]),
    Route("/ideas/mine", ideas.mine),
    Route("/ideas/{id:idea}", ideas.show, methods=["GET"]),
    Route("/ideas/{id:number}/edit", posting.edit, methods=["GET"]),
    Route("/ideas/{id:number}/edit", posting.send_edit, methods=["POST"]),
    Route("/ideas/{id:number}/discard", ideas.send_discard, methods=["POST"]),
    Route("/ideas/{id:number}/support", ideas.send_support, methods=["POST"]),
    Route("/ideas/{id:number}/follow", ideas.send_follow, methods=["POST"]),
    Route("/ideas/{id:number}/history", ideas.show_history),
    Route("/ideas/{id:number}/withdraw", withdrawing.ask, methods=["GET"]),
    Route("/ideas/{id:number}/withdraw", withdrawing.send, methods=["POST"]),
    Route("/sign-up", sign_up.form),
    Route("/sign-up", sign_up.sign_up, methods=["POST"]),
    Route("/sign-in", sign_in.form),
    Route("/sign-in", sign_in.by_password_or_link, methods=["POST"]),
    Route("/sign-in/sent", sign_in.sent),
    Route("/sign-in/forgotten", sign_in.forgotten_form),
    Route("/sign-in/forgotten", sign_in.forgotten, methods=["POST"]),
    Route("/sign-out", sign_in.sign_out, methods=["POST"]),
    Route("/sign-out/everywhere", sign_in.everywhere, methods=["POST"]),
    Route("/link", link.show),
    Route("/link", link.press, methods=["POST"]),
    Route("/mails", jobs.mailbox),
    Route("/me", actors.mine),
    Route("/me/settings", account.settings),
    Route("/me/profile", account.change, methods=["POST"]),
    Route("/me/password", account.new_password, methods=["POST"]),
    Route("/me/password/link", account.password_link, methods=["POST"]),
    Route("/me/sessions/end", account.end_session, methods=["POST"]),
    Route("/voice", account.speak_as, methods=["POST"]),
    Route("/actors/{id:number}", profiles.show),
    Route("/organisations", actors.list_organisations),
    Route("/organisations/new", organisation.new),
    Route("/organisations/new", organisation.create, methods=["POST"]),
    Route("/organisations/{id:number}/edit", organisation.edit),
    Route("/organisations/{id:number}/edit", organisation.change, methods=["POST"]),
    Route("/organisations/{id:number}/members", membership.members),
    Route("/organisations/{id:number}/members", membership.send_invitation, methods=["POST"]),
    Route("/organisations/{id:number}/members/{person:number}", membership.mandate, methods=["POST"]),
    Route("/organisations/{id:number}/members/{person:number}/end", membership.end, methods=["POST"]),
    Route(
        "/organisations/{id:number}/invitations/{invitation:number}", membership.take_invitation_back, methods=["POST"]
    ),
    Route("/organisations/{id:number}/invitation", membership.invitation),
    Route("/organisations/{id:number}/invitation", membership.answer, methods=["POST"]),
    Route("/organisations/{id:number}/leave", membership.give_back, methods=["POST"]),
]
