"""The commands explain themselves, and wrong usage says what is right."""

import pytest

from tests.commands.command import Operator

COMMANDS = (
    "serve",
    "demo",
    "import",
    "import ideas",
    "import thread",
    "migrate",
    "restored",
    "strategy",
    "office",
    "doctor",
)


def test_the_help_names_every_command(beginner: Operator) -> None:
    done = beginner.run("--help")
    assert done.status == 0
    assert all(f"\n    {command} " in done.out for command in COMMANDS if " " not in command)
    assert "docs/running.md" in done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(beginner: Operator, command: str) -> None:
    done = beginner.run(*command.split(), "--help")
    assert done.status == 0
    assert f"arena {command}" in done.out.split("example:\n")[1]
    assert max(map(len, done.out.splitlines())) <= 120


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (["dance"], {}, "choose from 'serve', 'demo', 'import'"),
        ([], {}, "required: COMMAND"),
        (["serve", "--workers", "0"], {}, "a whole number from 1 to 64"),
        (["migrate"], {"PORT": "many"}, "PORT='many': a whole number from 1 to 65535 is needed"),
        (["migrate"], {"ARENA_DEMO": "perhaps"}, "ARENA_DEMO='perhaps': true or false is needed"),
        (["migrate"], {"ARENA_PUBLIC_ULR": "x"}, "ARENA_PUBLIC_ULR is not a setting; ARENA_PUBLIC_URL is one"),
        (["migrate"], {"ARENA_BROKER": "quark"}, "ARENA_BROKER is auto, memory, sqlite, postgres or an address"),
        (["migrate"], {"ARENA_BROKER": "mqtt://host"}, "what it is set to is none of these"),
        (["migrate"], {"ARENA_BROKER": "redis://:x@host:port"}, "what it is set to is none of these"),
        (["migrate"], {"ARENA_BROKER": "nats://"}, "what it is set to is none of these"),
        (["migrate"], {"ARENA_BROKER": "postgres"}, "ARENA_BROKER=postgres needs that database"),
        (["migrate"], {"ARENA_DATABASE_URL": "quark"}, "the database can't be used"),
        (["migrate"], {"ARENA_DATABASE_URL": "postgresql+psycopg://x@127.0.0.1:1/x"}, "arena doctor says more"),
        (["migrate"], {"ARENA_STRATEGY": "/nowhere.toml"}, "named by ARENA_STRATEGY has 1 faults"),
        (["migrate"], {"ARENA_DATA_DIR": "/proc/arena"}, "/proc/arena: "),
    ],
)
def test_what_is_wrong_is_said_in_words(
    beginner: Operator, arguments: list[str], settings: dict[str, str], said: str
) -> None:
    done = beginner.run(*arguments, **settings)
    assert done.status in (1, 2)
    assert said in done.err
