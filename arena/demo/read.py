"""Read the demo content from its TOML files, whole and checked, or say everything that is wrong with it."""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from arena.demo.actors import Actors
from arena.demo.answering import Answers
from arena.demo.check import problems_of_actors, problems_of_idea
from arena.demo.check_answers import problems_of_answers
from arena.demo.check_moderation import problems_of_moderation
from arena.demo.moderating import Moderation
from arena.demo.shape import Demo, Idea
from arena.strategy.read import BERLIN, read_strategy
from arena.strategy.shape import Strategy

SHIPPED = Path(__file__).parent

T = TypeVar("T")


class DemoError(ValueError):
    """Demo content that can't be used; `problems` names file and row of each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_demo(folder: Path = SHIPPED, strategy: Strategy | None = None) -> Demo:
    """Return the demo content of a folder, ideas oldest first; raises DemoError with every fault found."""
    strategy = strategy or read_strategy(BERLIN)
    actors = _read(folder / "actors.toml", Actors)
    problems = [f"actors.toml: {problem}" for problem in problems_of_actors(actors, strategy)]
    ideas: dict[str, Idea] = {}
    for path in sorted((folder / "ideas").glob("*.toml")):
        try:
            ideas[path.stem] = _read(path, Idea)
        except DemoError as error:
            problems += error.problems
    answers, moderation = folder / "answers.toml", folder / "moderation.toml"
    demo = Demo(
        organisations={o.key: o for o in actors.organisation},
        persons={p.key: p for p in actors.person},
        ideas=dict(sorted(ideas.items(), key=lambda item: -item[1].days_ago)),
        answers=_read(answers, Answers).answer if answers.exists() else (),
        moderation=_read(moderation, Moderation).reported if moderation.exists() else (),
    )
    problems += [*problems_of_answers(demo), *problems_of_moderation(demo)]
    for slug, idea in demo.ideas.items():
        problems += [f"ideas/{slug}.toml: {problem}" for problem in problems_of_idea(idea, demo, strategy)]
    if problems:
        raise DemoError(problems)
    return demo


def _read(path: Path, shape: type[T]) -> T:
    name = f"{path.parent.name}/{path.name}" if path.parent.name == "ideas" else path.name
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), shape)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DemoError([f"{name}: {error}"]) from error
    except msgspec.ValidationError as error:
        raise DemoError([f"{name}: {_with_row(str(error))}"]) from error


def _with_row(message: str) -> str:
    """Turn msgspec's `at `$.post[3].text`` into a row as people count."""
    found = re.search(r" - at `\$\.?(?P<table>\w+)\[(?P<row>\d+)\]\.?(?P<rest>.*)`$", message)
    if not found:
        return message
    row = f"{found['table']} {int(found['row']) + 1}"
    return f"{row}: {found['rest'] + ': ' if found['rest'] else ''}{message[: found.start()]}"
