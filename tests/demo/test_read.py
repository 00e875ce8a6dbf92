"""Demo content is refused whole when something in it is wrong, and every fault is named by file and row."""

import shutil
from pathlib import Path

import pytest

from arena.demo.read import SHIPPED, DemoError, read_demo


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(SHIPPED / "actors.toml", tmp_path)
    shutil.copytree(SHIPPED / "ideas", tmp_path / "ideas")
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(DemoError) as caught:
        read_demo(folder)
    return caught.value.problems


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('by = "jupp"', 'by = "nobody"', "nobody"),
        ('need = "aushang"', 'need = "plakat"', "need: 'plakat' is not known"),
        ('for = "kiezhilfe-havel"', 'for = "regenwerk"', "'yusuf' is no member of 'regenwerk'"),
        ('fields = ["liveable-city"', 'fields = ["flying-cars"', "fields: 'flying-cars' is not known"),
        ('reply_to = "kosten"', 'reply_to = "unten"', "post 4 (freiwillige): answers 'unten'"),
        (
            'quote = "Ich frage, wer es bezahlt."',
            'quote = "Ich zahle."',
            "the words quoted are not in 'kosten'",
        ),
        ("days_ago = 15.6", "days_ago = 99", "post 1 (grenze): is older (99 days) than the idea"),
        ("days_ago = 15.3", "days_ago = 15.9", "post 2 (station): is older than the contribution above it"),
        ('support = ["birte"', 'support = ["birgit"', "post 1 (grenze): support: 'birgit' is not known"),
        ("@Oma Rosa", "@Opa Rosa", "mentions nobody known"),
        ('thread = "messwerte"', 'thread = "messung"', "thread: 'messung' is not known"),
        ("days_ago = 11\n\n[[thread", "days_ago = 10\n\n[[thread", "post 17 (kirche): is older than the thread"),
        ('key = "logger"\nthread = "messwerte"', 'key = "logger"', "'kirche', which stands in another thread"),
        (
            'key = "grenze"',
            'key = "grenze"\ncolour = "red"',
            "post 1: Object contains unknown field `colour`",
        ),
        ('role = "advise"', 'role = "watch"', "commitment 8: role: Invalid enum value 'watch'"),
    ],
)
def test_a_fault_is_named_with_its_file_and_row(copy: Path, old: str, new: str, fault: str) -> None:
    change(copy / "ideas" / "kuehle-abende.toml", old, new)
    named = [problem for problem in faults(copy) if fault in problem]
    assert named, faults(copy)
    assert named[0].startswith("ideas/kuehle-abende.toml: ")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('posts = ["schild"', 'posts = ["schilder"', "steering 1 (move): posts: 'schilder' is not known"),
        ('posts = ["schild"', 'posts = ["dings"', "steering 1 (move): 'dings' does not stand there yet"),
        ('to = "fragen"\ndays_ago = 66', 'to = "fragen"\ndays_ago = 71', "is older than the thread it moves to"),
        ('to = "fragen"\ndays_ago = 66', "days_ago = 66", "names posts and another thread to move them to"),
        ('reason = "Das fragen sich', 'by = "rosa"\nfor = "regenwerk"\nreason = "Das', "is no member of 'regenwerk'"),
        ('act = "move"', 'act = "slow"', "moving and closing need a reason, slowing down has none"),
        ('act = "move"', 'act = "slow"\nseconds = 7', "7 is no pace; there are 30, 60, 300, 900, 3600"),
        ('act = "move"', 'act = "close"', "'hart' was said after the thread was closed"),
    ],
)
def test_a_fault_in_steering_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    change(copy / "ideas" / "sensorregister.toml", old, new)
    assert [problem for problem in faults(copy) if fault in problem]


def test_a_person_of_an_unknown_organisation_is_refused(copy: Path) -> None:
    change(copy / "actors.toml", 'organisation = "spreelast"', 'organisation = "havelast"')
    assert "actors.toml: person 3 (jale): organisation: 'havelast' is not known" in faults(copy)


def test_all_faults_are_told_at_once(copy: Path) -> None:
    change(copy / "ideas" / "kuehle-abende.toml", 'key = "crisis"', 'key = "panic"')
    change(copy / "ideas" / "reparaturpass.toml", 'scope = "beyond"', 'scope = "moon"')
    assert len(faults(copy)) == 2


def test_a_file_that_is_no_toml_is_refused(copy: Path) -> None:
    (copy / "ideas" / "kaputt.toml").write_text("title = ", encoding="utf-8")
    assert faults(copy)[0].startswith("ideas/kaputt.toml: ")
