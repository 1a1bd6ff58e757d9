"""A notebook keeps what was written, forgets what was dropped, and is empty rather than wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiezgroessen.make.notebook import Notebook

TABLES = ("a", "b")


def test_what_was_written_is_there_the_next_time(tmp_path: Path) -> None:
    book = Notebook(tmp_path / "n.sqlite", TABLES)
    book.change({"a": {"eins": b"1", "zwei": b"2"}, "b": {"eins": b"3"}}, {})
    book.change({"a": {"zwei": b"22"}}, {"a": ["eins"]})
    book.close()
    again = Notebook(tmp_path / "n.sqlite", TABLES)
    assert dict(again.rows("a")) == {"zwei": b"22"}
    assert again.get("b", "eins") == b"3"
    assert again.get("a", "eins") is None


@pytest.mark.parametrize("keep", [0, 10, 100, 3000])
def test_a_damaged_one_is_empty_and_can_be_written(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "n.sqlite"
    book = Notebook(path, TABLES)
    book.change({"a": {str(n): b"x" * 500 for n in range(100)}}, {})
    book.close()
    path.write_bytes(path.read_bytes()[:keep] + b"\xff" * 4000)
    again = Notebook(path, TABLES)
    assert set(dict(again.rows("a")).values()) <= {b"x" * 500}
    try:
        again.change({"a": {"neu": b"1"}}, {})
    except OSError:
        again.change({"a": {"neu": b"1"}}, {})
    assert again.get("a", "neu") == b"1"


def test_where_nothing_can_be_written_it_lasts_as_long_as_the_program(tmp_path: Path) -> None:
    (tmp_path / "voll").write_bytes(b"")
    book = Notebook(tmp_path / "voll/n.sqlite", TABLES)
    book.change({"a": {"eins": b"1"}}, {})
    assert book.get("a", "eins") == b"1"


def test_what_was_dropped_stands_nowhere_in_the_file(tmp_path: Path) -> None:
    book = Notebook(tmp_path / "n.sqlite", TABLES)
    book.change({"a": {"ayse": b"Ayse Yildirim", "jo": b"Jo"}}, {})
    assert b"Yildirim" in (tmp_path / "n.sqlite").read_bytes()
    book.change({}, {"a": ["ayse"]})
    book.close()
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Yildirim" not in data
    assert b"ayse" not in data


def test_either_all_of_a_change_or_nothing(tmp_path: Path) -> None:
    book = Notebook(tmp_path / "n.sqlite", TABLES)
    book.change({"a": {"eins": b"1"}}, {})
    with pytest.raises(ValueError, match="fremd"):
        book.change({"a": {"eins": b"2"}, "fremd": {"x": b"y"}}, {})
    assert book.get("a", "eins") == b"1"
