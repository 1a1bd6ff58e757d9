"""Names in the order in which the readers of a language look them up."""

from __future__ import annotations

import pytest

from kiezgroessen.plan.collation import sort_key

GERMAN = ["7 Sachen", "Äpfel", "Apfelbaum", "Çiçekçi Işığı", "Maß", "Masse", "Öl", "Ost", "بيت الزعتر"]
TURKISH = [
    *("7 gün", "Cam", "Çay", "Dut", "Gül", "Ğ", "Irmak", "Işık", "İncir", "Kuş", "Öz", "Pınar", "Sis", "Şal", "Uğur"),
    *("Üzüm", "Vapur", "Wal", "Yol"),
]
ARABIC = ["أحمد", "إياد", "بيت الزعتر", "تفّاح", "الزعتر", "كمال", "Mavi", "Zoo"]


@pytest.mark.parametrize(
    ("lang", "names"), [("de", GERMAN), ("en", GERMAN), ("leicht", GERMAN), ("tr", TURKISH), ("ar", ARABIC)]
)
def test_names_stand_where_they_are_looked_for(lang: str, names: list[str]) -> None:
    mixed = list(reversed(names))
    assert sorted(mixed, key=lambda name: sort_key(name, lang)) == names


def test_large_and_small_letters_and_marks_are_the_same_letter() -> None:
    assert sorted(["mavi 2", "Mavi 10", "MAVI"], key=lambda name: sort_key(name, "tr")) == ["MAVI", "Mavi 10", "mavi 2"]
    assert sort_key("كَمَال", "ar")[1] == sort_key("كمال", "ar")[1]
