"""The project of a demo idea, each act on its day."""

from datetime import date, timedelta
from functools import partial

from arena.demo.cast import SOURCE
from arena.demo.drawings import draw
from arena.demo.projecting import Milestone, Project, Risk, Update
from arena.demo.sowing import Act, Sowing
from arena.projects.begin import begin
from arena.projects.change_milestone import change_milestone
from arena.projects.encode import encode
from arena.projects.name_role import name_role
from arena.projects.picture import NewPicture, PictureText
from arena.projects.plan import Planned, plan
from arena.projects.report import UpdateText, report
from arena.projects.risk import RiskText, close_risk, name_risk
from arena.projects.settle import settle
from arena.store import Tx
from arena.voice import Voice
from arena.words.words import local_day

SOON = timedelta(minutes=7)


def acts_of_project(sowing: Sowing) -> list[Act]:
    """Everything that happens to the project, with its moments."""
    project = sowing.idea.project
    if project is None:
        return []
    began, numbers = sowing.day(project.days_ago, "project"), dict[str, int]()
    acts: list[Act] = [(began, partial(_begin, sowing=sowing, project=project))]
    for row, one in enumerate(project.milestone, 1):
        planned = max(sowing.day(one.days_ago), began) + SOON * row
        acts.append((planned, partial(_plan, sowing=sowing, one=one, numbers=numbers)))
        for act, days in (
            ("move", one.moved_days_ago),
            ("reach", one.reached_days_ago),
            ("drop", one.dropped_days_ago),
        ):
            if days is not None:
                at = max(sowing.day(days), planned) + SOON * (len(project.milestone) + 1 - row)
                acts.append((at, partial(_settle, sowing=sowing, one=one, numbers=numbers, act=act)))
    for update in project.update:
        at = max(sowing.day(update.days_ago, update.title), began) + SOON
        acts.append((at, partial(_report, sowing=sowing, update=update)))
    for risk in project.risk:
        at = max(sowing.day(risk.days_ago, risk.text), began) + SOON
        acts.append((at, partial(_risk, sowing=sowing, risk=risk, numbers=numbers)))
        if risk.closed_days_ago is not None:
            closed = max(sowing.day(risk.closed_days_ago, risk.text), at) + SOON
            acts.append((closed, partial(_close, sowing=sowing, risk=risk, numbers=numbers)))
    return [(min(at, sowing.now), act) for at, act in acts]


def _voice(sowing: Sowing) -> Voice:
    project = sowing.idea.project
    by = project and project.by
    return sowing.cast.voice(by, project.on_behalf_of) if project and by else sowing.author


def _day(sowing: Sowing, days: int | None) -> date | None:
    return None if days is None else local_day(sowing.now) + timedelta(days=days)


def _begin(tx: Tx, sowing: Sowing, project: Project) -> None:
    voice = _voice(sowing)
    begin(tx, voice, sowing.id, project.why, _day(sowing, project.review_days))
    for key, name in project.roles.items():
        number = sowing.cast.numbers.get(f"{SOURCE}:{key}") or sowing.cast.numbers[key]
        name_role(tx, voice, sowing.id, number, name)


def _plan(tx: Tx, sowing: Sowing, one: Milestone, numbers: dict[str, int]) -> None:
    due = _day(sowing, one.due_days if one.first_days is None else one.first_days)
    planned = Planned(one.title, due, one.weight, numbers[one.under] if one.under else None)
    numbers[one.key] = plan(tx, _voice(sowing), sowing.id, planned)


def _settle(tx: Tx, sowing: Sowing, one: Milestone, numbers: dict[str, int], act: str) -> None:
    if act == "move":
        planned = Planned(one.title, _day(sowing, one.due_days), one.weight)
        change_milestone(tx, _voice(sowing), numbers[one.key], planned, one.why or "")
    else:
        settle(tx, _voice(sowing), numbers[one.key], act, one.word or "")


def _report(tx: Tx, sowing: Sowing, update: Update) -> None:
    said = UpdateText(update.title, update.text, update.language or sowing.idea.language)
    pictures = [
        NewPicture(PictureText(one.alt, one.caption or "", one.author or ""), encode(draw(one.drawing)))
        for one in update.picture
    ]
    report(tx, sowing.cast.voice(update.by, update.on_behalf_of), sowing.id, said, pictures)


def _risk(tx: Tx, sowing: Sowing, risk: Risk, numbers: dict[str, int]) -> None:
    said = RiskText(risk.text, risk.likelihood, risk.impact, risk.measures)
    numbers[risk.text] = name_risk(tx, _voice(sowing), sowing.id, said)


def _close(tx: Tx, sowing: Sowing, risk: Risk, numbers: dict[str, int]) -> None:
    close_risk(tx, _voice(sowing), numbers[risk.text], risk.word or "")
