"""Check what the shape alone can't: every key leads somewhere and every time makes sense."""

from collections import Counter
from collections.abc import Iterator

from arena.demo.actors import Actors
from arena.demo.check_compass import problems_of_assessments
from arena.demo.check_growing import problems_of_growing
from arena.demo.check_measures import problems_of_measure
from arena.demo.check_projects import problems_of_project
from arena.demo.check_sheets import problems_of_sheet
from arena.demo.check_steering import problems_of_steering
from arena.demo.check_thread import problems_of_thread
from arena.demo.references import older, speaker, twice, unknown
from arena.demo.shape import Commitment, Demo, Idea
from arena.strategy.shape import Strategy


def problems_of_actors(actors: Actors, strategy: Strategy) -> Iterator[str]:
    """Say what is wrong with the persons and organisations."""
    yield from twice("organisation", (o.key for o in actors.organisation))
    yield from twice("person", (p.key for p in actors.person))
    yield from twice("person with the e-mail address", (p.email for p in actors.person))
    yield from twice("person with the name", (p.name for p in actors.person))
    organisations = {o.key for o in actors.organisation}
    districts = {d.key for d in strategy.districts}
    for row, organisation in enumerate(actors.organisation, 1):
        if organisation.district:
            yield from unknown(f"organisation {row}: district", [organisation.district], districts)
    for row, person in enumerate(actors.person, 1):
        joined = [m.organisation for m in person.memberships]
        yield from unknown(f"person {row} ({person.key}): organisation", joined, organisations)


def problems_of_idea(idea: Idea, demo: Demo, strategy: Strategy) -> Iterator[str]:
    """Say what is wrong with one idea."""
    yield from _tags(idea, strategy)
    yield from speaker("idea", idea.by, idea.on_behalf_of, demo)
    yield from _state(idea)
    yield from twice("need", (n.key for n in idea.need))
    for word, readers in (("supporters", idea.supporters), ("followers", idea.followers)):
        yield from unknown(word, readers, demo.persons)
        yield from twice(word, readers)
    if idea.by in idea.supporters:
        yield f"supporters: {idea.by!r} supports an idea of their own"
    for row, revision in enumerate(idea.revision, 1):
        yield from unknown(f"revision {row}: person", [revision.by or idea.by], demo.persons)
        yield from older(f"revision {row}", revision.days_ago, idea)
    for row, commitment in enumerate(idea.commitment, 1):
        yield from _commitment(f"commitment {row} ({commitment.by})", commitment, idea, demo)
    yield from problems_of_thread(idea, demo)
    yield from problems_of_steering(idea, demo)
    yield from problems_of_assessments(idea, demo, strategy)
    yield from problems_of_sheet(idea, demo)
    yield from problems_of_project(idea, demo)
    yield from problems_of_measure(idea, demo)
    yield from problems_of_growing(idea, demo)


def _tags(idea: Idea, strategy: Strategy) -> Iterator[str]:
    yield from unknown("kind", [idea.kind], (k.key for k in strategy.kinds))
    yield from unknown("scope", [idea.scope], (s.key for s in strategy.scopes))
    yield from unknown("fields", idea.fields, strategy.fields)
    yield from twice("field", idea.fields)
    if not idea.fields:
        yield "fields: at least one is needed"
    clusters = Counter(cluster.key for f in idea.fields if (cluster := strategy.cluster_of(f)))
    most = strategy.limits.max_fields_per_cluster
    for key, count in clusters.items():
        if count > most:
            yield f"fields: {count} of the cluster {key!r}, at most {most} are allowed"
    criteria = [c.key for c in idea.criteria]
    yield from unknown("criteria", criteria, strategy.criteria)
    yield from twice("criterion", criteria)
    yield from unknown("districts", idea.districts, {d.key for d in strategy.districts})
    yield from twice("district", idea.districts)
    if len(idea.districts) > strategy.limits.max_districts:
        yield f"districts: {len(idea.districts)}, at most {strategy.limits.max_districts} are allowed"


def _state(idea: Idea) -> Iterator[str]:
    told = idea.reason is not None and idea.withdrawn_days_ago is not None
    if idea.state == "withdrawn" and not told:
        yield "a withdrawn idea needs reason and withdrawn_days_ago"
    if idea.state != "withdrawn" and (idea.reason is not None or idea.withdrawn_days_ago is not None):
        yield "reason and withdrawn_days_ago belong to a withdrawn idea"
    if idea.withdrawn_days_ago is not None:
        yield from older("the withdrawal", idea.withdrawn_days_ago, idea)
    if idea.state == "draft" and (idea.post or idea.thread or idea.commitment or idea.supporters or idea.followers):
        yield "a draft has no thread, team or supporters yet"


def _commitment(where: str, commitment: Commitment, idea: Idea, demo: Demo) -> Iterator[str]:
    yield from speaker(where, commitment.by, commitment.on_behalf_of, demo)
    yield from older(where, commitment.days_ago, idea)
    needs = {n.key: n for n in idea.need}
    if commitment.need is not None:
        yield from unknown(f"{where}: need", [commitment.need], needs)
        need = needs.get(commitment.need)
        if need and need.kind != commitment.kind:
            yield f"{where}: brings {commitment.kind!r}, but the need {need.key!r} is {need.kind!r}"
    begin, end = commitment.from_days, commitment.until_days
    if begin is not None and end is not None and end < begin:
        yield f"{where}: ends before it begins"
    own = commitment.by == idea.by
    if not own and commitment.state in ("accepted", "active", "fulfilled", "declined") and not commitment.answer:
        yield f"{where}: {commitment.state!r} needs the carriers' answer"
    if (commitment.done and commitment.state != "fulfilled") or (commitment.thanks and not commitment.done):
        yield f"{where}: done belongs to a fulfilled commitment, thanks to one that is done"
    if (commitment.state == "withdrawn") != (commitment.left is not None):
        yield f"{where}: whoever is 'withdrawn' says why in left, and nobody else"
