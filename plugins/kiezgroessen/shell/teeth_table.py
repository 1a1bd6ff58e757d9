"""The table of defences: for each the one edit that switches it off, and the tests that must notice.

It lies in ``tests/teeth/*.yaml``, three lines for a defence::

    autoescape:
      edit: [plugins/kiezgroessen/render/environment.py, "autoescape=True", "autoescape=False"]
      noticed: tests/test_components.py::test_what_editors_write_is_text_not_markup
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..problems import ContentError, error
from .strict import table

FOLDER = "tests/teeth"
_FORM = 'So: edit: [datei, "text", "anderer text"], darunter noticed: tests/test_x.py::test_y, mehrere als Liste.'
_CARELESS = "E9,F821,F823"
"""Ruff's rules for programs that do not run: of such a one every test would notice something."""


@dataclass(frozen=True, slots=True)
class Tooth:
    """A defence: in ``file`` (relative, with slashes) the place ``text`` is replaced by ``instead`` to switch it off.

    ``noticed`` are the tests of which at least one must fail then, as pytest names them.
    """

    name: str
    file: str
    text: str
    instead: str
    noticed: tuple[str, ...]

    def edited(self, whole: str) -> str:
        """The text of the file with the defence switched off."""
        return whole.replace(self.text, self.instead)


def load(root: Path) -> list[Tooth]:
    """All defences, in the order they stand there. Raises `ContentError` where an entry has another form."""
    teeth: list[Tooth] = []
    for file in sorted((root / FOLDER).glob("*.yaml")):
        path = file.relative_to(root).as_posix()
        for name, entry in table(root, path).items():
            tooth = _tooth(name, entry) if isinstance(entry, dict) else None
            if tooth is None:
                raise ContentError([error(path, None, f"»{name}« hat eine andere Form als die übrigen.", hint=_FORM)])
            teeth.append(tooth)
    return teeth


def _tooth(name: str, entry: Mapping[str, object]) -> Tooth | None:
    match entry:
        case {"edit": [str(file), str(text), str(instead)], "noticed": str() | list() as noticed} if len(entry) == 2:
            tests = (noticed,) if isinstance(noticed, str) else tuple(map(str, noticed))
            return Tooth(name, str(file), str(text), str(instead), tuple(map(str, tests)))
        case _:
            return None


def complaints(root: Path, teeth: Sequence[Tooth]) -> list[str]:
    """What has rotted in the table, a German line each: all that can be known without running a test."""
    twice = [name for name, times in Counter(tooth.name for tooth in teeth).items() if times > 1]
    found = [f"{name}: Der Name steht zweimal in {FOLDER}/." for name in twice]
    for tooth in teeth:
        found += [f"{tooth.name}: {fault}" for fault in (*_misplaced(root, tooth), *_unknown_tests(root, tooth))]
    return found or _not_running(root, teeth)


def _misplaced(root: Path, tooth: Tooth) -> Iterator[str]:
    file = root / tooth.file
    if not file.is_file():
        yield f"{tooth.file} gibt es nicht."
        return
    times = file.read_text("utf-8").count(tooth.text) if tooth.text else 0
    if times != 1:
        yield f"In {tooth.file} steht der Text {times}-mal statt einmal: {tooth.text!r}"
    if tooth.text == tooth.instead:
        yield "Die Änderung ändert nichts."


def _unknown_tests(root: Path, tooth: Tooth) -> Iterator[str]:
    if not tooth.noticed:
        yield "Es ist kein Test genannt."
    for test in tooth.noticed:
        path, _, name = test.partition("::")
        file = root / path
        tree = ast.parse(file.read_text("utf-8") if file.is_file() else "")
        if name.split("[")[0] not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
            yield f"Den Test {test} gibt es nicht."


def _not_running(root: Path, teeth: Sequence[Tooth]) -> list[str]:
    """Edits that leave no program behind, or one with names that nothing stands for."""
    with tempfile.TemporaryDirectory() as folder:
        names: dict[str, str] = {}
        for number, tooth in enumerate(teeth):
            if tooth.file.endswith(".py"):
                names[f"{number}.py"] = tooth.name
                text = tooth.edited((root / tooth.file).read_text("utf-8"))
                (Path(folder) / f"{number}.py").write_text(text, "utf-8")
        command = [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--isolated",
            "--select",
            _CARELESS,
            "--target-version",
            "py311",
        ]
        said = subprocess.run(
            [*command, "--output-format", "concise", "."],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    lines = [line for line in said.stdout.splitlines() if line.partition(":")[0] in names]
    return [f"{names[line.partition(':')[0]]}: Die Änderung macht das Programm kaputt: {line}" for line in lines]
