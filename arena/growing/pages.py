"""The addresses of growing together, one line each; `arena/routes.py` puts them among the others."""

from starlette.routing import BaseRoute, Route

from arena.growing import pages_along as along
from arena.growing import pages_invite as inviting
from arena.growing import pages_lineage as lineage
from arena.growing import pages_proposal as proposal
from arena.growing import pages_propose as proposing
from arena.growing import pages_suggest as suggesting

GROWING: list[BaseRoute] = [
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
]
