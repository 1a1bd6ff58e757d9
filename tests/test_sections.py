"""The three texts of a campaign, and what is said about a body that does not have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, kiez_of, put_file, replace_in, report

CALL = "content/kampagnen/mitmachen/kampagne.md"
HINT = "Es gibt »## vorher«, »## jetzt« und »## danach«; darin geht es mit ### weiter."
ALL = "Jede Kampagne sagt, was vorher, jetzt und danach gilt."


def texts(root: Path, lang: str = "de") -> dict[str, tuple[str, str]]:
    entry = kiez_of(root).campaigns["mitmachen"].text.entry(lang)
    return {name: (text.value, text.lang) for name, text in entry.sections.items()}


def test_each_text_is_found_under_its_heading(tmp_path: Path) -> None:
    assert texts(good_site(tmp_path)) == {
        "vorher": ("Am 1. Oktober 2026 geht es los.", "de"),
        "jetzt": ("Such dir eine Karte aus.", "de"),
        "danach": ("Der Aufruf ist vorbei. Danke!", "de"),
    }


@pytest.mark.parametrize("heading", ["## Jetzt", "## JETZT", "##   jetzt  ", "## jetzt ##"])
def test_headings_may_be_written_a_little_differently(tmp_path: Path, heading: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, CALL, "## jetzt", heading)
    assert texts(root)["jetzt"] == ("Such dir eine Karte aus.", "de")


def test_the_order_does_not_matter_and_small_headings_stay_in_the_text(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, CALL, "## vorher", "## platz")
    replace_in(root, CALL, "## danach", "## vorher")
    replace_in(root, CALL, "## platz", "## danach")
    replace_in(root, CALL, "Such dir eine Karte aus.", "### So geht es\n\nKarte nehmen.")
    assert texts(root) == {
        "danach": ("Am 1. Oktober 2026 geht es los.", "de"),
        "jetzt": ("### So geht es\n\nKarte nehmen.", "de"),
        "vorher": ("Der Aufruf ist vorbei. Danke!", "de"),
    }


def test_a_translation_brings_all_three_or_inherits_all_three(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    path = "content/kampagnen/mitmachen/kampagne.en.md"
    put_file(root, path, "---\ntitel: Join in\n---\n")
    assert texts(root, "en") == texts(root, "de")
    put_file(root, path, "---\ntitel: Join in\n---\n## vorher\na\n## jetzt\nb\n## danach\nc\n")
    assert texts(root, "en") == {"vorher": ("a", "en"), "jetzt": ("b", "en"), "danach": ("c", "en")}
    put_file(root, path, "---\ntitel: Join in\n---\n## jetzt\nb\n")
    assert report(root) == f"{path}:4: Der Abschnitt »## vorher« fehlt oder ist leer. {ALL}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "## jetzt",
            "## jezt",
            (
                f"{CALL}:22: Den Abschnitt »jezt« gibt es nicht – meinten Sie »## jetzt«? {HINT}\n"
                "    steht da:  ## jezt\n    richtig:   ## jetzt"
            ),
        ),
        (
            "## jetzt",
            "## heute",
            f"{CALL}:22: Den Abschnitt »heute« gibt es nicht. {HINT}\n    steht da:  ## heute",
        ),
        (
            "## danach",
            "## jetzt",
            f"{CALL}:26: Den Abschnitt »jetzt« gibt es zweimal.\n    steht da:  ## jetzt",
        ),
        (
            "## vorher\n",
            "Hallo!\n\n## vorher\n",
            f"{CALL}:18: Vor der ersten Überschrift steht Text. Er gehört unter »## jetzt«.\n    steht da:  Hallo!",
        ),
        (
            "## danach\n\nDer Aufruf ist vorbei. Danke!\n",
            "",
            f"{CALL}:18: Der Abschnitt »## danach« fehlt oder ist leer. {ALL}",
        ),
        ("Such dir eine Karte aus.\n", "", f"{CALL}:18: Der Abschnitt »## jetzt« fehlt oder ist leer. {ALL}"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, CALL, old, new)
    assert report(root) == expected
