"""Letters that no font of the site has are named where they were typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, read_site, replace_in

from kiezgroessen.make.fonts import subset_fonts
from kiezgroessen.render.glyphs import unset

FONTS = Path(__file__).parents[1] / "theme/static/fonts"
MAVI = "profiles/betriebe/mavi/profil.md"
QUOTE = "zitat: Der zweite Tee geht aufs Haus."


def said(root: Path) -> list[tuple[str, int | None, str]]:
    return [(one.path, one.line, one.message) for one in unset(read_site(root).documents, FONTS)]


@pytest.mark.parametrize(
    "text", ["Çiçekçi Işığı", "Nguyễn Thị Hoa, Phở", "Łódź, Škoda, Ș", "بيت الزعتر", "☕ → ½ €", "e\u0301"]
)
def test_what_neighbours_write_is_in_our_fonts(tmp_path: Path, text: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, QUOTE, f'zitat: "{text}"')
    assert said(root) == []


def test_letters_of_other_scripts_are_named_at_their_line(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, QUOTE, "zitat: ყავა und 茶")
    ((path, line, message),) = said(root)
    assert (path, line) == (MAVI, (root / MAVI).read_text("utf-8").splitlines().index("zitat: ყავა und 茶") + 1)
    assert "»ყ« (GEORGIAN LETTER QAR)" in message
    assert "und 1 weitere" in message


def test_what_nobody_sees_needs_no_letters(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "von: Derya Aksoy", "von: ყავა")
    replace_in(root, "profiles/betriebe/rad-und-tat/profil.md", "---\nname:", "---\nstatus: ruht\nname:")
    assert said(root) == []


def test_letters_that_the_text_font_lacks_come_from_another_and_only_those() -> None:
    files = {file.task.stem: file for file in subset_fonts(FONTS, {"latin": "Ŵễũ"})}
    assert files["text-weitere"].characters == "Ŵ"
    assert files["text-andere"].characters == "ũễ"
    assert files["text-andere"].task.family == files["text-weitere"].task.family
    assert "text-andere" not in {file.task.stem for file in subset_fonts(FONTS, {"latin": "Ŵ"})}
