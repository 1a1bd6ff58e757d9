"""One value out of a header or into it, and every other byte as it was."""

from __future__ import annotations

import pytest

from kiezgroessen.read.document import Loc
from kiezgroessen.read.yamlcut import plain, with_value, without

PHOTOS = """---
name: Café  # so
fotos:
  # das erste
  - datei: a.jpg
    alt: >-
      Ein Tisch,
      gedeckt

  - datei: b.jpg
    alt: Zwei
    personen: nein   # niemand
# danach
seit: 2018
---
fotos: bleiben
"""


@pytest.mark.parametrize(
    ("text", "loc", "gone"),
    [
        ("---\na: [x, y, z]\n---\n", ("a", 0), "x, "),
        ("---\na: [x, y, z]\n---\n", ("a", 1), "y, "),
        ("---\na: [x, y, z]\n---\n", ("a", 2), ", z"),
        ("---\na: [x]\nb: 1\n---\n", ("a", 0), "a: [x]\n"),
        ("---\na: x\nb: 1\n---\n", ("a", 0), "a: x\n"),
        ("---\na: x # Rest\nb: 1\n---\n", ("a",), "a: x # Rest\n"),
        ("---\na:\n  - x\n  - y\nb: 1\n---\n", ("a", 0), "  - x\n"),
        ("---\na:\n- x\n- y\n---\n", ("a", 1), "- y\n"),
        ("---\na:\n- x\n\n# zu b\nb: 1\n---\n", ("a", 0), "a:\n- x\n"),
        ("\ufeff---\r\na: [x, y]\r\n---\r\nText\r\n", ("a", 0), "x, "),
        ("---\r\na:\r\n  - x\r\n  - y\r\n---\r\n", ("a", 1), "  - y\r\n"),
        ("---\nä: [ü, ß]\na: [x, 'y', z]\n---\n", ("a", 1), "'y', "),
        ("---\na: [{d: x, e: [1, 2]}, {d: y}]\n---\n", ("a", 0), "{d: x, e: [1, 2]}, "),
        (PHOTOS, ("fotos", 1), "  - datei: b.jpg\n    alt: Zwei\n    personen: nein   # niemand\n"),
        (PHOTOS, ("fotos", 0), "  - datei: a.jpg\n    alt: >-\n      Ein Tisch,\n      gedeckt\n"),
    ],
)
def test_only_the_value_goes(text: str, loc: Loc, gone: str) -> None:
    assert text.count(gone) == 1
    after = without(text, loc)
    assert after == text.replace(gone, "")
    assert plain(after) is not None or "a" not in after


@pytest.mark.parametrize(
    ("text", "loc", "after"),
    [
        ("---\nf:\n  - k: a\n    am: 1\nb: 2\n---\n", ("f", 0), "    am: 1\n    w: 9\n"),
        ("---\nf:\n- k: a\n  am: 1\n- k: b\n---\n", ("f", 0), "  am: 1\n  w: 9\n- k: b"),
        ("---\r\nf:\r\n  - k: a\r\n---\r\n", ("f", 0), "  - k: a\r\n    w: 9\r\n---"),
        ("---\nf: [{k: a, am: 1}, {k: b}]\n---\n", ("f", 0), "{k: a, am: 1, w: 9}"),
        ("---\nf:\n  - k: a\n    w:\n    am: 1\n---\n", ("f", 0), "    w: 9\n"),
        ("---\nf:\n  - k: a\n    x: [web,\n      druck]  # Rest\n---\n", ("f", 0), "druck]  # Rest\n    w: 9\n"),
    ],
)
def test_a_value_is_put_at_the_end_of_its_group(text: str, loc: Loc, after: str) -> None:
    changed = with_value(text, loc, "w", "9")
    assert after in changed
    assert changed.replace(", w: 9", "").replace("    w: 9\r\n", "").replace("w: 9", "w:").replace(
        " w:", ""
    ).split() == (
        text.replace("    w:\n", "").split()
        if "w:" in text
        else changed.replace(", w: 9", "").replace("w: 9", "").split()
    )
    values = plain(changed)
    assert isinstance(values, dict)
    groups = values["f"]
    assert isinstance(groups, list)
    assert isinstance(groups[0], dict)
    assert groups[0]["w"] == "9"
    assert with_value(changed, loc, "w", "8") == changed


@pytest.mark.parametrize("text", ["", "Text", "---\na: [x\n---\n", "---\na: 1\n", "---\n- x\n---\n", "---\n[[[[\n---"])
def test_what_cannot_be_read_is_left_alone(text: str) -> None:
    assert plain(text) is None
    with pytest.raises(KeyError):
        without(text, ("a", 0))


@pytest.mark.parametrize("loc", [("b", 0), ("a", 5), ("a", "x")])
def test_a_value_that_is_not_there_is_an_error(loc: Loc) -> None:
    with pytest.raises(KeyError):
        without("---\na: [x, y]\n---\n", loc)
