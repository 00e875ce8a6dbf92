"""`arena strategy`: a city's file is checked in plain words and put in force; ideas keep the tags they have."""

from pathlib import Path

from sqlalchemy import select

from arena.ideas.model import Idea, IdeaField
from arena.migrations.migrate import migrate
from arena.store import Store
from arena.strategy.load import load_strategy, strategies
from arena.strategy.read import BERLIN, read_strategy
from tests.commands.command import Operator
from tests.ideas.sown import sow
from tests.people import _person

NEXT = 'version = "2030-01"'


def _next_version(folder: Path, *, without: str = "") -> Path:
    """Berlin's file as a later version, perhaps without the block of one field."""
    text = BERLIN.read_text("utf-8").replace('version = "2022-12"', NEXT)
    blocks = text.split("  [[cluster.field]]\n")
    kept = [block for block in blocks if not (without and f'key = "{without}"\n' in block.split("[[", 1)[0])]
    file = folder / "strategy.toml"
    file.write_text("  [[cluster.field]]\n".join(kept), "utf-8")
    return file


def test_a_file_that_is_all_right_says_so_and_loads(operator: Operator, tmp_path: Path) -> None:
    file = _next_version(tmp_path)
    checked = operator.run("strategy", "check", str(file))
    assert (checked.status, "16 fields" in checked.out) == (0, True)
    assert operator.run("strategy", "load", str(file)).status == 0
    store = Store(operator.database)
    assert store.read_now(strategies).current.version == "2030-01"
    store.close()


def test_faults_are_named_and_nothing_is_loaded(operator: Operator, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(BERLIN.read_text("utf-8").replace('en = "Smart Economic Models"', 'en = ""'), "utf-8")
    for do in ("check", "load"):
        refused = operator.run("strategy", do, str(file))
        assert refused.status == 1
        assert "nothing was loaded" in refused.out
        assert "English" in refused.out
    assert operator.run("strategy", "check", str(tmp_path / "nowhere.toml")).status == 1


def test_an_idea_keeps_a_tag_that_the_new_strategy_gave_up(operator: Operator, tmp_path: Path) -> None:
    store = Store(operator.database)
    store.write_now(migrate)
    store.write_now(load_strategy, read_strategy(BERLIN))
    voice, _ = store.write_now(_person, "Mira", "mira@example.org")
    idea = store.write_now(sow, voice)
    tagged_under = store.read_now(strategies).id
    given_up = store.read_now(lambda db: db.execute(select(IdeaField.key)).scalar_one())
    assert operator.run("strategy", "load", str(_next_version(tmp_path, without=given_up))).status == 0

    known = store.read_now(strategies)
    field = known.field(given_up)
    assert known.current.field(given_up) is None
    assert field is not None
    assert field.name.en == "Smart Economic Models"
    kept = store.read_now(lambda db: db.execute(select(Idea.strategy_id).where(Idea.id == idea)).scalar_one())
    assert kept == tagged_under != known.id
    store.close()
