"""A header nested without end ends with a sentence, in every command that reads headers; none of them ends with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.sites import TODAY, good_site, report
from yaml import Event

from kiezgroessen.read import yamlfault
from kiezgroessen.read.yamlcut import plain
from kiezgroessen.read.yamltree import parse

HOUSE = Path(__file__).parent.parent
KIEZ = "content/kiez.yaml"
GERMAN = "profiles/betriebe/rad-und-tat/profil.md"
TURKISH = "profiles/betriebe/mavi/profil.tr.md"
FEAST = "profiles/aktionen/2026-05-hoffest/aktion.md"
SAID = "Mehr als 12 Ebenen ineinander sind nicht erlaubt."

# One line may have 10,000 characters, so what is long stands on many.
OPEN = "\n".join("  " + "[" * 900 for _ in range(100))
CLOSED = f"{OPEN[:45_000]}\n{OPEN[:45_000].replace('[', ']')}"
FORMS = {
    "never closed": f"zitat:\n{OPEN}\n",
    "closed": f"zitat:\n{CLOSED}\n",
    "on one line": f"zitat: {'[' * 90_000}\n",
    "as a key": f"? \n{OPEN}\n",
    "groups": "\n".join("  " + "{" * 900 for _ in range(100)) + "\n",
    "lists of lists": "zitat:\n  " + "- " * 4_500 + "x\n",
    "indented": "\n".join(f"{' ' * depth}a:" for depth in range(400)) + "\n",
}

COMMANDS = """
import io, sys
from pathlib import Path
sys.path.insert(0, "plugins")
from kiezgroessen.problems import ContentError
from kiezgroessen.shell import due, intake, new, report, takedown
from kiezgroessen.shell.build import build
root, day = Path(sys.argv[1]), sys.argv[2]
mail = "KIEZGRÖSSEN-BEWERBUNG 1\\nBetrieb: Teehaus Probe\\n".encode()
print("check", report.main(date=day, root=root))
print("new", new.main("betrieb", "Neuer Laden", root=root))
print("intake", intake.main("-", date=day, root=root, start=root, pasted=io.BytesIO(mail)))
print("due", due.main(date=day, root=root))
try:
    build(root, root / "output", "pelicanconf.py", {"KIEZ_DATE": day, "KIEZ_WORKERS": 1})
except ContentError as refused:
    print("build", len(refused.problems) > 0)
address = "https://kiez.example"
print("takedown", takedown.main("mavi", yes=True, date=day, root=root, site_url=address, ask=lambda _: "ja"))
"""


@pytest.mark.parametrize(("path", "form"), [(KIEZ, "never closed"), (TURKISH, "groups"), (FEAST, "closed")])
def test_no_command_ends_with_a_header_nested_without_end(tmp_path: Path, path: str, form: str) -> None:
    root = good_site(tmp_path)
    file = root / path
    # With a word in it that the takedown looks for, so that it has every reason to read the header.
    hostile = f"betriebe: [mavi]\n{FORMS[form]}"
    file.write_text(hostile if path == KIEZ else f"---\n{hostile}---\n", "utf-8")
    command = [sys.executable, "-c", COMMANDS, str(root), TODAY]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=HOUSE)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    answers = dict(line.split() for line in ended.stdout.splitlines() if line.split()[:1] and len(line.split()) == 2)
    assert {"check": "2", "build": "True"}.items() <= answers.items()
    assert {"new", "intake", "due", "takedown"} <= answers.keys()
    assert path in ended.stdout


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [KIEZ, GERMAN, TURKISH])
def test_the_check_says_so_in_german(tmp_path: Path, path: str, form: str) -> None:
    root = good_site(tmp_path)
    file = root / path
    file.write_text(FORMS[form] if path == KIEZ else f"---\n{FORMS[form]}---\n", "utf-8")
    said = report(root)
    assert f"{path}:" in said
    assert ("hat mehr als 10000 Zeichen." if form == "on one line" else SAID) in said


@pytest.mark.parametrize("nested", ["[" * 13 + "x" + "]" * 13, "{a: " * 13 + "x" + "}" * 13, "\n" + OPEN])
def test_what_is_too_deep_is_not_cut_but_left_to_people(nested: str) -> None:
    assert plain(f"---\na: {nested}\n---\n") is None


def test_what_is_just_not_too_deep_is_cut() -> None:
    assert plain(f"---\na: {'[' * 11}x{']' * 11}\n---\n") is not None


def test_keys_that_are_nested_without_end_are_not_read_to_theirs() -> None:
    header, problems = parse(f"name: Mavi\n? {'[' * 40}{']' * 40}\n: x\n", path="p", first_line=2, lang="de")
    assert header is not None
    assert [(one.line, one.message) for one in problems][-1] == (3, SAID)


def test_no_advice_is_looked_for_below_what_is_too_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    # libyaml takes the square of the time down there: each guess at the line above read all of it again, in minutes.
    read: list[int] = []

    class Counted(yamlfault.CParser):
        def __init__(self, text: str) -> None:
            super().__init__(text)
            read.append(0)

        def get_event(self) -> Event | None:
            read[-1] += 1
            return super().get_event()

    monkeypatch.setattr(yamlfault, "CParser", Counted)
    _, problems = parse(f"name: Mein Motto: Brot\nzitat: {'[' * 900}\n", path="p", first_line=1, lang="de")
    assert problems[0].fix == 'name: "Mein Motto: Brot"'
    assert read
    assert max(read) < 40
