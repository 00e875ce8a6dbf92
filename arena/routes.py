"""Every address of the Arena, one line each."""

from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

import arena.web.convertors  # noqa: F401 - makes `:lang`, `:int` and `:idea` known
from arena.actors import account_pages as account
from arena.actors import link_pages as link
from arena.actors import membership_pages as membership
from arena.actors import organisation_pages as organisation
from arena.actors import pages as actors
from arena.actors import sign_in_pages as sign_in
from arena.actors import sign_up_pages as sign_up
from arena.answers import pages as answers
from arena.answers import pages_desk as desks
from arena.answers import pages_draft as answering
from arena.compass import pages as compass
from arena.front import pages as front
from arena.growing import pages_along as along
from arena.growing import pages_invite as inviting
from arena.growing import pages_lineage as lineage
from arena.growing import pages_proposal as proposal
from arena.growing import pages_propose as proposing
from arena.growing import pages_suggest as suggesting
from arena.ideas import actor_pages as profiles
from arena.ideas import box_pages as boxes
from arena.ideas import commitment_pages as commitment
from arena.ideas import join_pages as join
from arena.ideas import merge_pages as merging
from arena.ideas import move_pages as moving
from arena.ideas import need_pages as need
from arena.ideas import pages as ideas
from arena.ideas import pages_list as idea_list
from arena.ideas import post_pages as posting
from arena.ideas import steer_pages as steering
from arena.ideas import thread_pages as named
from arena.ideas import withdraw_pages as withdrawing
from arena.insight import pages as insight
from arena.insight import pages_export as exports
from arena.insight import pages_news as news
from arena.insight import stream_api as journal_stream
from arena.jobs import pages as jobs
from arena.measures import api as measures_api
from arena.measures import pages as measures
from arena.measures import pages_coverage as coverage
from arena.measures import pages_figures as figures
from arena.measures import pages_progress as progress
from arena.moderation import pages as reports
from arena.moderation import pages_desk as moderating
from arena.moderation import pages_log as moderation_log
from arena.moderation import pages_steer as moderated
from arena.projects import pages as projects
from arena.projects import pages_milestones as milestones
from arena.projects import pages_report as reporting
from arena.projects import pages_review as outcome
from arena.projects import pages_risks as risks
from arena.projects import pages_updates as updates
from arena.settings import Settings
from arena.sheets import pages as sheets
from arena.threads import amend_pages as amending
from arena.threads import api, socket, stream_api
from arena.threads import draft_pages as drafts
from arena.threads import mention_pages as named_here
from arena.threads import own_pages as own_side
from arena.threads import pages as threads
from arena.threads import post_pages as posts
from arena.threads import question_pages as asked
from arena.threads import window_pages as windows
from arena.threads.marks import pages as marks
from arena.threads.polls import pages as polls
from arena.threads.summaries import pages as summary
from arena.web import health, start
from arena.web.static import Static


def routes(static: Static, settings: Settings) -> list[BaseRoute]:  # noqa: ARG001
    """All routes; what stands under `PAGES` exists in every language."""
    return [
        Route("/", start.choose_language),
        Route("/health/live", health.live),
        Route("/health/ready", health.ready),
        WebSocketRoute("/live", socket.live),
        Route("/threads/{id:int}/draft", drafts.keep, methods=["POST"]),
        Route("/threads/{id:int}/ops", api.ops, methods=["POST"]),
        Route("/threads/{id:int}/events", api.events),
        Route("/threads/{id:int}/stream", stream_api.stream),
        Route("/pictures/{id:int}/{width:int}.webp", updates.picture),
        Route("/api/v1/measures.json", measures_api.as_json),
        Route("/api/v1/measures.csv", measures_api.as_csv),
        Route("/journal/stream", journal_stream.stream),
        Route("/ideas/{id:int}/journal/stream", journal_stream.stream),
        Route("/api/v1/journal", exports.part),
        Mount("/static", static, name="static"),
        Mount("/{lang:lang}", routes=PAGES),
    ]


# The two forms that carry pictures; all others keep the limit of the app.
WITH_PICTURES = [Middleware(RequestBodyLimitMiddleware, max_body_size=reporting.UPLOAD)]

PAGES: list[BaseRoute] = [
    Route("/ideas/{id:int}/merge", proposing.merge),
    Route("/ideas/{id:int}/merge", proposing.send_merge, methods=["POST"]),
    Route("/ideas/{id:int}/split", proposing.split),
    Route("/ideas/{id:int}/split", proposing.send_split, methods=["POST"]),
    Route("/ideas/{id:int}/lineage", lineage.show),
    Route("/ideas/{id:int}/along", along.bring, methods=["POST"]),
    Route("/ideas/{id:int}/suggest", suggesting.new),
    Route("/ideas/{id:int}/suggest", suggesting.send, methods=["POST"]),
    Route("/ideas/{id:int}/suggestions", suggesting.suggestions),
    Route("/ideas/{id:int}/suggestions/{no:int}", suggesting.show),
    Route("/ideas/{id:int}/suggestions/{no:int}/adapt", suggesting.adapting),
    Route("/ideas/{id:int}/suggestions/{no:int}/{act}", suggesting.answer, methods=["POST"]),
    Route("/proposals/{id:int}", proposal.show),
    Route("/proposals/{id:int}/{act}", proposal.answer, methods=["POST"]),
    Route("/posts/{id:int}/invite", inviting.ask),
    Route("/posts/{id:int}/invite", inviting.send, methods=["POST"]),
    Route("/invitations/{id:int}", inviting.show),
    Route("/invitations/{id:int}/{act}", inviting.answer, methods=["POST"]),
    Route("/commitments/{id:int}/along", along.ask),
    Route("/commitments/{id:int}/along", along.move, methods=["POST"]),
    Route("/", front.start),
    Route("/pages/{name}", front.public_text),
    Route("/stylebook", front.stylebook),
    Route("/ideas", idea_list.ideas),
    Route("/ideas/similar", idea_list.similar_ideas),
    Route("/mentions", named_here.mentions),
    Route("/threads/{id:int}", threads.show),
    Route("/threads/{id:int}/draft", threads.keep, methods=["POST"]),
    Route("/threads/{id:int}/posts", threads.speak, methods=["POST"]),
    Route("/threads/{id:int}/poll", polls.new),
    Route("/threads/{id:int}/poll", polls.send_new, methods=["POST"]),
    Route("/threads/{id:int}/summary", summary.edit),
    Route("/threads/{id:int}/summary", summary.send, methods=["POST"]),
    Route("/threads/{id:int}/summary/history", summary.history),
    Route("/threads/{id:int}/questions", asked.questions),
    Route("/threads/{id:int}/level", own_side.choose_level, methods=["POST"]),
    Route("/threads/{id:int}/part", windows.part),
    Route("/threads/{id:int}/read", windows.mark, methods=["POST"]),
    Route("/posts/{id:int}", threads.permalink),
    Route("/posts/{id:int}/edit", amending.edit, methods=["GET", "POST"]),
    Route("/posts/{id:int}/history", posts.history),
    Route("/posts/{id:int}/react", posts.answer, methods=["POST"]),
    Route("/posts/{id:int}/marks", marks.marks),
    Route("/posts/{id:int}/marks", marks.set_mark, methods=["POST"]),
    Route("/posts/{id:int}/vote", polls.send_vote, methods=["POST"]),
    Route("/posts/{id:int}/close-poll", polls.close, methods=["POST"]),
    Route("/posts/{id:int}/retract", posts.take_back, methods=["POST"]),
    Route("/posts/{id:int}/report", reports.ask),
    Route("/posts/{id:int}/report", reports.send, methods=["POST"]),
    Route("/notices/{key}", reports.show),
    Route("/moderation", moderating.show),
    Route("/moderation/posts/{id:int}", moderating.show_file),
    Route("/moderation/posts/{id:int}", moderating.send, methods=["POST"]),
    Route("/moderation/threads/{id:int}", moderated.show),
    Route("/moderation/threads/{id:int}", moderated.send, methods=["POST"]),
    Route("/moderation/log", moderation_log.show),
    Route("/moderation/acts/{id:int}", moderation_log.show_act),
    Route("/moderation/acts/{id:int}", moderation_log.send, methods=["POST"]),
    Route("/ideas/{id:int}/join", join.form),
    Route("/ideas/{id:int}/join", join.join_idea, methods=["POST"]),
    Route("/ideas/{id:int}/assess", compass.ask),
    Route("/ideas/{id:int}/assess", compass.send, methods=["POST"]),
    Route("/ideas/{id:int}/compass", compass.show),
    Route("/ideas/{id:int}/sheet", sheets.show),
    Route("/ideas/{id:int}/sheet/{part}", sheets.edit),
    Route("/ideas/{id:int}/sheet/{part}", sheets.send, methods=["POST"]),
    Route("/ideas/{id:int}/sheet/{part}/history", sheets.history),
    Route("/ideas/{id:int}/answers", answers.show),
    Route("/ideas/{id:int}/answer", answering.ask),
    Route("/ideas/{id:int}/answer", answering.send, methods=["POST"]),
    Route("/answer-drafts/{id:int}", answering.show),
    Route("/answer-drafts/{id:int}", answering.send_change, methods=["POST"]),
    Route("/answer-drafts/{id:int}/notes", answering.send_note, methods=["POST"]),
    Route("/answer-drafts/{id:int}/approve", answering.send_approval, methods=["POST"]),
    Route("/answer-drafts/{id:int}/discard", answering.send_discard, methods=["POST"]),
    Route("/offices/{id:int}", desks.show),
    Route("/offices/{id:int}/publish", desks.publish, methods=["POST"]),
    Route("/promises", answers.all_promises),
    Route("/ideas/{id:int}/measure", measures.show),
    Route("/ideas/{id:int}/measure/figures", figures.send_figure, methods=["POST"]),
    Route("/ideas/{id:int}/measure/{act}", measures.take_step, methods=["POST"]),
    Route("/figures/{id:int}/values", figures.send_value, methods=["POST"]),
    Route("/coverage", coverage.show),
    Route("/progress", progress.show),
    Route("/progress/figures", progress.figures),
    Route("/ideas/{id:int}/needs", need.needs),
    Route("/ideas/{id:int}/needs", need.ask, methods=["POST"]),
    Route("/needs/{id:int}/close", need.close, methods=["POST"]),
    Route("/needs/{id:int}/reopen", need.reopen, methods=["POST"]),
    Route("/ideas/{id:int}/project", projects.show),
    Route("/ideas/{id:int}/project/begin", projects.ask_begin),
    Route("/ideas/{id:int}/project/begin", projects.send_begin, methods=["POST"]),
    Route("/ideas/{id:int}/project/back", projects.ask_back),
    Route("/ideas/{id:int}/project/back", projects.send_back, methods=["POST"]),
    Route("/ideas/{id:int}/project/team", projects.team),
    Route("/ideas/{id:int}/project/team", projects.send_team, methods=["POST"]),
    Route("/ideas/{id:int}/project/plan", milestones.show_plan),
    Route("/ideas/{id:int}/project/plan", milestones.add, methods=["POST"]),
    Route("/ideas/{id:int}/project/risks", risks.show_all),
    Route("/ideas/{id:int}/project/risks", risks.add, methods=["POST"]),
    Route("/ideas/{id:int}/project/review", outcome.show),
    Route("/ideas/{id:int}/project/review", outcome.send, methods=["POST"]),
    Route("/ideas/{id:int}/project/review/day", outcome.send_day, methods=["POST"]),
    Route("/ideas/{id:int}/updates", updates.list_all),
    Route("/ideas/{id:int}/updates/new", reporting.new),
    Route("/ideas/{id:int}/updates/new", reporting.send_new, methods=["POST"], middleware=WITH_PICTURES),
    Route("/updates/{id:int}", updates.show),
    Route("/updates/{id:int}/edit", reporting.edit),
    Route("/updates/{id:int}/edit", reporting.send_edit, methods=["POST"], middleware=WITH_PICTURES),
    Route("/milestones/{id:int}", milestones.show),
    Route("/milestones/{id:int}", milestones.change, methods=["POST"]),
    Route("/milestones/{id:int}/up", milestones.go_up, methods=["POST"]),
    Route("/milestones/{id:int}/{act}", milestones.take_step, methods=["POST"]),
    Route("/risks/{id:int}", risks.show),
    Route("/risks/{id:int}", risks.change, methods=["POST"]),
    Route("/risks/{id:int}/{act}", risks.take_step, methods=["POST"]),
    Route("/commitments", commitment.mine),
    Route("/commitments/{id:int}", commitment.show),
    Route("/commitments/{id:int}/{act}", commitment.take_step, methods=["POST"]),
    Route("/ideas/new", posting.new),
    Route("/ideas/new", posting.send_new, methods=["POST"]),
    Route("/ideas/mine", ideas.mine),
    Route("/ideas/mine/read", ideas.send_read, methods=["POST"]),
    Route("/ideas/{id:idea}", ideas.show),
    Route("/ideas/{id:int}/edit", posting.edit),
    Route("/ideas/{id:int}/edit", posting.send_edit, methods=["POST"]),
    Route("/ideas/{id:int}/discard", ideas.send_discard, methods=["POST"]),
    Route("/ideas/{id:int}/boxes", boxes.show),
    Route("/ideas/{id:int}/support", ideas.send_support, methods=["POST"]),
    Route("/ideas/{id:int}/follow", ideas.send_follow, methods=["POST"]),
    Route("/ideas/{id:int}/history", ideas.show_history),
    Route("/ideas/{id:int}/withdraw", withdrawing.ask),
    Route("/ideas/{id:int}/withdraw", withdrawing.send, methods=["POST"]),
    Route("/ideas/{id:int}/threads/new", named.new),
    Route("/ideas/{id:int}/threads/new", named.open_new, methods=["POST"]),
    Route("/ideas/{id:int}/threads/{thread:idea}", named.show),
    Route("/ideas/{id:int}/threads/{thread:int}/move", moving.choose),
    Route("/ideas/{id:int}/threads/{thread:int}/move", moving.send, methods=["POST"]),
    Route("/ideas/{id:int}/threads/{thread:int}/merge", merging.ask),
    Route("/ideas/{id:int}/threads/{thread:int}/merge", merging.send, methods=["POST"]),
    Route("/ideas/{id:int}/threads/{thread:int}/steer", steering.show),
    Route("/ideas/{id:int}/threads/{thread:int}/steer/{act}", steering.steer, methods=["POST"]),
    Route("/journal", insight.city),
    Route("/journal.csv", exports.table),
    Route("/journal.json", exports.data),
    Route("/feed.atom", exports.atom),
    Route("/ideas/{id:int}/journal", insight.of_idea),
    Route("/ideas/{id:int}/journal.csv", exports.table),
    Route("/ideas/{id:int}/journal.json", exports.data),
    Route("/ideas/{id:int}/feed.atom", exports.atom),
    Route("/me/news", news.show),
    Route("/me/news/read", news.send_read, methods=["POST"]),
    Route("/me/news/rhythm", news.send_rhythm, methods=["POST"]),
    Route("/news/stop", news.ask_stop),
    Route("/news/stop", news.send_stop, methods=["POST"]),
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
    Route("/actors/{id:int}", profiles.show),
    Route("/organisations", actors.list_organisations),
    Route("/organisations/new", organisation.new),
    Route("/organisations/new", organisation.create, methods=["POST"]),
    Route("/organisations/{id:int}/edit", organisation.edit),
    Route("/organisations/{id:int}/edit", organisation.change, methods=["POST"]),
    Route("/organisations/{id:int}/members", membership.members),
    Route("/organisations/{id:int}/members", membership.send_invitation, methods=["POST"]),
    Route("/organisations/{id:int}/members/{person:int}", membership.mandate, methods=["POST"]),
    Route("/organisations/{id:int}/members/{person:int}/end", membership.end, methods=["POST"]),
    Route("/organisations/{id:int}/invitations/{invitation:int}", membership.take_invitation_back, methods=["POST"]),
    Route("/organisations/{id:int}/invitation", membership.invitation),
    Route("/organisations/{id:int}/invitation", membership.answer, methods=["POST"]),
    Route("/organisations/{id:int}/leave", membership.give_back, methods=["POST"]),
]
