"""The whole sample Kiez before the validator of the W3C: HTML, style sheet and drawings."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.support.sample import build_sample
from tests.support.validator import validate

# Besides the gaps that the validator itself is known for. Lengths relative to a container: CSS Containment 3.
UNKNOWN_UNITS = r".*: CSS: “[a-z-]+”: Parse Error\. \[.*\dcq[iwbh]\b.*\]"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample without its photos, which the validator would try to read as HTML."""
    built, folder = build_sample(tmp_path_factory.getbasetemp()), tmp_path_factory.mktemp("texte")
    for file in built.rglob("*"):
        if file.suffix in {".html", ".css", ".svg"}:
            copy = folder / file.relative_to(built)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    return folder


def test_the_validator_finds_neither_errors_nor_warnings(texts: Path) -> None:
    assert len(list(texts.rglob("*.html"))) > 100
    assert len(list(texts.rglob("*.css"))) == 1
    assert [line for line in validate(texts) if not re.fullmatch(UNKNOWN_UNITS, line)] == []
