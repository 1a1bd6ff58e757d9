"""The table of defences does not rot, and the runner tells a defence that is watched from one that nobody watches."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import put_file

from kiezgroessen.problems import ContentError
from kiezgroessen.shell import teeth
from kiezgroessen.shell.teeth_table import complaints, load

ROOT = Path(__file__).parents[1]

DOOR = """
import output  # noqa


def is_open(name):
    if name == "fremd":
        return False
    return name != "nacht"


def never(limit):
    while limit < 1:
        pass
"""
TESTS = """
import pytest
from door import is_open, never


@pytest.fixture
def stranger():
    assert not is_open("fremd")
    return "fremd"


def test_friends_come_in():
    assert is_open("freund")


def test_strangers_stay_out():
    assert not is_open("fremd")


def test_a_stranger_was_sent_away(stranger):
    assert stranger == "fremd"


def test_it_ends():
    never(1)


def test_is_red():
    assert is_open("nacht")


@pytest.mark.skip
def test_is_left_out():
    assert is_open("nacht")
"""
STRANGER = 'edit: [plugins/door.py, "return False", "return True"]'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one module, and tests of which some see nothing."""
    root = tmp_path / "klein"
    put_file(root, "plugins/door.py", DOOR)
    put_file(root, "tests/test_door.py", TESTS)
    put_file(root, "pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["plugins"]\n')
    # As in the house: a folder output.alt is left behind, a module output.py is not.
    put_file(root, ".gitignore", "output.*/\n*.pyc\n")
    put_file(root, "output.alt/test_never.py", "raise SystemError('what is not committed is not copied')")
    put_file(root, "plugins/output.py", "")
    return root


def table(root: Path, **entries: tuple[str, str]) -> Path:
    lines = [line for name, (edit, test) in entries.items() for line in (f"{name}:", f"  {edit}", f"  noticed: {test}")]
    return put_file(root, "tests/teeth/alles.yaml", "\n".join(lines) + "\n")


def verdicts(root: Path, limit: float = 60) -> dict[str, tuple[str, str]]:
    return {bite.tooth.name: (bite.verdict, bite.by) for bite in teeth.tried(root, load(root), limit)}


def test_every_place_is_there_once_every_edit_leaves_a_program_and_every_test_exists() -> None:
    found = load(ROOT)
    assert len(found) > 100
    assert complaints(ROOT, found) == []


def test_who_notices_is_told_and_who_does_not_and_what_says_nothing(project: Path) -> None:
    seen = "tests/test_door.py::test_strangers_stay_out"
    broken = 'edit: [plugins/door.py, "def is_open(name):", "from nowhere import lost\\n\\ndef is_open(name):"]'
    table(
        project,
        real=(STRANGER, seen),
        toothless=(STRANGER, "tests/test_door.py::test_friends_come_in"),
        fixture=(STRANGER, "tests/test_door.py::test_a_stranger_was_sent_away"),
        second=(STRANGER, f"[tests/test_door.py::test_friends_come_in, {seen}]"),
        broken=(broken, seen),
        red=(STRANGER, "tests/test_door.py::test_is_red"),
        skipped=(STRANGER, "tests/test_door.py::test_is_left_out"),
    )
    before = (project / "plugins/door.py").read_bytes()
    found = verdicts(project)
    assert {name: found[name] for name in ("real", "second")} == dict.fromkeys(("real", "second"), ("noticed", seen))
    assert found["toothless"] == ("unnoticed", "")
    assert found["fixture"][0] == "noticed"
    assert found["broken"][0] == "broken"
    assert (found["red"][0], found["skipped"][0]) == ("red", "red")
    assert (project / "plugins/door.py").read_bytes() == before, "what one works on is never without its defence"


def test_tests_that_do_not_end_have_noticed_nothing(project: Path) -> None:
    table(project, loop=('edit: [plugins/door.py, "limit < 1", "limit < 2"]', "tests/test_door.py::test_it_ends"))
    assert verdicts(project, limit=5) == {"loop": ("endless", "")}


def test_the_command_fails_when_one_defence_is_not_watched(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toothless = (STRANGER, "tests/test_door.py::test_friends_come_in")
    table(project, real=(STRANGER, "tests/test_door.py::test_strangers_stay_out"), toothless=toothless)
    assert teeth.main(project, names=["real"]) == 0
    assert "1 von 1 bemerkt" in capsys.readouterr().out
    assert teeth.main(project) == 1
    said = capsys.readouterr().out
    assert "1 von 2 bemerkt" in said
    assert [line.split()[0] for line in said.splitlines() if "NIEMAND MERKT ES" in line] == ["toothless"]
    assert teeth.main(project, names=["toothles"]) == 1
    assert "meinten Sie »toothless«?" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("edit", "test", "said"),
    [
        ('edit: [plugins/door.py, "return", "x"]', "tests/test_door.py::test_it_ends", "2-mal statt einmal"),
        ('edit: [plugins/door.py, "weg", "x"]', "tests/test_door.py::test_it_ends", "0-mal statt einmal"),
        ('edit: [plugins/weg.py, "a", "x"]', "tests/test_door.py::test_it_ends", "plugins/weg.py gibt es nicht"),
        ('edit: [plugins/door.py, "fremd", "fremd"]', "tests/test_door.py::test_it_ends", "ändert nichts"),
        (STRANGER, "tests/test_door.py::test_weg", "tests/test_door.py::test_weg gibt es nicht"),
        (STRANGER, "tests/test_weg.py::test_weg", "tests/test_weg.py::test_weg gibt es nicht"),
        ('edit: [plugins/door.py, "return False", "return ("]', "tests/test_door.py::test_it_ends", "kaputt"),
        ('edit: [plugins/door.py, "return False", "return gone"]', "tests/test_door.py::test_it_ends", "kaputt"),
    ],
)
def test_an_entry_that_has_rotted_is_named(project: Path, edit: str, test: str, said: str) -> None:
    table(project, eins=(edit, test))
    found = [line for line in complaints(project, load(project)) if said in line]
    assert {line.partition(":")[0] for line in found} == {"eins"}


@pytest.mark.parametrize(
    "text",
    [
        "eins: {edit: [a, b], noticed: c}",
        "eins: {edit: [a, b, c]}",
        "eins: {edit: [a, b, c], noticed: d, more: e}",
        "eins: x",
        "eins: {edit: [a, b, c], noticed: d}\neins: {edit: [a, b, c], noticed: d}",
    ],
)
def test_an_entry_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    put_file(tmp_path, "tests/teeth/alles.yaml", text)
    with pytest.raises(ContentError):
        load(tmp_path)


def test_a_name_in_two_files_is_named(project: Path) -> None:
    file = table(project, eins=(STRANGER, "tests/test_door.py::test_it_ends"))
    put_file(project, "tests/teeth/noch.yaml", file.read_bytes())
    assert complaints(project, load(project)) == ["eins: Der Name steht zweimal in tests/teeth/."]
