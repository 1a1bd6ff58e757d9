"""Bytes to text: what editors' programs save, and what they are told when it is not UTF-8."""

from __future__ import annotations

import pytest

from kiezgroessen.read.text import decode

PATH = "profiles/betriebe/mavi/profil.md"
TEXT = "name: Bäckerei\nort: Çiğdem, 🥨\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        "name: Bäckerei\r\nort: Çiğdem, 🥨\n".encode(),
    ],
    ids=["plain", "byte order mark", "crlf", "mixed line ends"],
)
def test_the_ways_to_save_utf8_give_the_same_text(data: bytes) -> None:
    assert decode(data, PATH) == (TEXT, [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_unicode_encodings_are_named(encoding: str) -> None:
    text, (problem,) = decode("name: Bäckerei Müller\n".encode(encoding), PATH)
    assert text is None
    assert "UTF-32" in problem.message if encoding == "utf-32" else "UTF-16" in problem.message
    assert "UTF-8" in (problem.hint or "")


def test_windows_1252_is_guessed_with_byte_and_line_and_corrected_line() -> None:
    text, (problem,) = decode("---\nname: Bäckerei\n".encode("cp1252"), PATH)
    assert text is None
    assert (problem.line, problem.fix) == (2, "name: Bäckerei")
    assert "Byte 12 (0xE4)" in problem.message
    assert "Windows-1252" in (problem.hint or "")


def test_byte_numbers_count_the_byte_order_mark_as_an_editor_does() -> None:
    _, (problem,) = decode(b"\xef\xbb\xbfa\xe4", PATH)
    assert "Byte 5 " in problem.message


def test_a_file_in_two_encodings_is_not_said_to_be_windows() -> None:
    _, (problem,) = decode("ort: Köln\n".encode() + "name: Bäckerei\n".encode("cp1252"), PATH)
    assert problem.line == 2
    assert "zwei Kodierungen" in (problem.hint or "")


def test_bytes_that_are_no_text_at_all_still_give_a_line() -> None:
    text, (problem,) = decode(b"a\nb\x81\xff\n", PATH)
    assert (text, problem.line) == (None, 2)


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\x00", "Nullbyte"),
        ("\x0c", "Seitenumbruch"),
        ("\x1b", "U+001B"),
        ("\x85", "U+0085"),
        ("\u2028", "Zeilentrenner"),
        ("\ufffd", "verloren"),
        ("\uffff", "U+FFFF"),
        ("\r", "Wagenrücklauf"),
    ],
)
def test_signs_that_no_text_may_hold_are_named_with_line_and_column(sign: str, name: str) -> None:
    text, (problem,) = decode(f"a: b\nname: Ma{sign}vi\n".encode(), PATH)
    assert text is None
    assert (problem.line, problem.column) == (2, 9)
    assert name in problem.message
    if problem.fix is not None:
        assert problem.fix == "name: Mavi"


def test_every_line_with_a_forbidden_sign_is_reported() -> None:
    _, problems = decode(b"a\x01\nb\nc\x02\n", PATH)
    assert [problem.line for problem in problems] == [1, 3]


def test_text_that_was_garbled_before_is_warned_about_and_corrected() -> None:
    text, (problem,) = decode("name: BÃ¤ckerei\n".encode(), PATH)
    assert text == "name: BÃ¤ckerei\n"
    assert (problem.severity, problem.line, problem.fix) == ("warning", 1, "name: Bäckerei")


def test_a_word_with_a_tilde_is_no_garbled_text() -> None:
    assert decode("name: São Tomé, SÃO\n".encode(), PATH)[1] == []
