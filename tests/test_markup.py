"""The whole sample Kiez before the validator of the W3C: HTML, style sheet and drawings."""

from __future__ import annotations

import re

import pytest
from tests.support.sample import build_sample
from tests.support.validator import validate

# Besides the gaps that the validator itself is known for. Lengths relative to a container: CSS Containment 3.
UNKNOWN_UNITS = r".*: CSS: “[a-z-]+”: Parse Error\. \[.*\dcq[iwbh]\b.*\]"


def test_the_validator_finds_neither_errors_nor_warnings(tmp_path_factory: pytest.TempPathFactory) -> None:
    built = build_sample(tmp_path_factory.getbasetemp())
    assert len(list(built.rglob("*.html"))) > 100
    assert {path.name.split(".")[0] for path in built.rglob("*.css")} == {"stil", "mehr"}
    assert [line for line in validate(built) if not re.fullmatch(UNKNOWN_UNITS, line)] == []
