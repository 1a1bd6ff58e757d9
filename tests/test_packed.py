"""Packed twins: the same bytes unpacked, made once, forgotten with their page; and what stays of the last release."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import brotli
import pytest
from tests.support.published import ADDRESS, published
from tests.support.sites import build_site, contents, good_site, put_file

from kiezgroessen.make import packed
from kiezgroessen.make.packed import pack, twins
from kiezgroessen.make.store import Store
from kiezgroessen.write.earlier import keep_earlier

LONG = "<p>Kiezgrößen am Krähenufer</p>\n" * 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    output = tmp_path / "output"
    put_file(output, "index.html", LONG)
    put_file(output, "betriebe/mavi/index.html", LONG + "Mavi")
    put_file(output, "kurz.html", "<p>kurz</p>")
    put_file(output, "bilder/mavi.jpg", LONG)
    return output


def names(folder: Path) -> set[str]:
    return set(contents(folder))


def test_long_texts_get_twins_and_nothing_else_does(folder: Path, tmp_path: Path) -> None:
    before = names(folder)
    pack(folder, Store(tmp_path / "store"))
    new = names(folder) - before
    assert new == {f"{name}{end}" for name in ("index.html", "betriebe/mavi/index.html") for end in (".br", ".gz")}
    assert new == twins({name: (folder / name).stat().st_size for name in before})


def test_every_twin_of_a_published_site_unpacks_to_its_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    files = contents(published(tmp_path_factory.getbasetemp()))
    packed_ones = {name for name in files if name.endswith((".br", ".gz"))}
    assert len(packed_ones) > 40
    for name in packed_ones:
        unpack = brotli.decompress if name.endswith(".br") else gzip.decompress
        assert unpack(files[name]) == files[name[:-3]]
        assert len(files[name]) < len(files[name[:-3]])


def test_twins_are_the_same_bytes_each_time(folder: Path, tmp_path: Path) -> None:
    pack(folder, Store(tmp_path / "store"))
    first = contents(folder)
    for name in twins({"index.html": 2000, "betriebe/mavi/index.html": 2000}):
        (folder / name).unlink()
    os.utime(folder / "index.html", (1, 1))
    pack(folder, Store(tmp_path / "another"))
    assert contents(folder) == first


def test_what_was_packed_is_not_packed_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "store")
    pack(folder, store)
    for name in twins({"index.html": 2000, "betriebe/mavi/index.html": 2000}):
        (folder / name).unlink()
    put_file(folder, "neu.html", LONG + "neu")
    worked: list[bytes] = []
    real = packed.packed

    def noted(data: bytes, coding: str) -> bytes:
        worked.append(data)
        return real(data, coding)

    monkeypatch.setattr(packed, "packed", noted)
    pack(folder, store)
    assert worked == [(LONG + "neu").encode()] * 2


def test_the_store_forgets_a_page_that_is_no_longer_published(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    pack(folder, Store(store))
    mavi = gzip.compress((LONG + "Mavi").encode(), 9, mtime=0)
    assert mavi in contents(store).values()
    for name in ("", ".br", ".gz"):
        (folder / f"betriebe/mavi/index.html{name}").unlink()
    pack(folder, Store(store))
    assert mavi not in contents(store).values()
    assert len(contents(store)) == 4, "two twins and what is noted of them"


def test_previews_are_not_packed(tmp_path: Path) -> None:
    output = build_site(good_site(tmp_path), SITEURL=ADDRESS, KIEZ_PICTURES=False)
    assert not [name for name in names(output) if name.endswith((".br", ".gz"))]


def page(style: str) -> str:
    return f'<link rel="stylesheet" href="/{style}"><img src="/bilder/mavi-1-0123abcd-420.avif">'


def test_styles_of_the_last_release_stay_for_one_more_and_photos_do_not(tmp_path: Path) -> None:
    releases = [tmp_path / name for name in ("eins", "zwei", "drei")]
    for number, release in enumerate(releases, 1):
        style = f"stil.0000000{number}.css"
        put_file(release, "kiez/index.html", page(style))
        put_file(release, style, f'@font-face{{src:url("/schrift/text.0000000{number}.woff2")}}')
        put_file(release, f"schrift/text.0000000{number}.woff2", "x")
        put_file(release, "bilder/mavi-1-0123abcd-420.avif", "x") if number == 1 else None
    first, second, third = releases
    assert keep_earlier(first, second) == ("schrift/text.00000001.woff2", "stil.00000001.css")
    assert (second / "stil.00000001.css").read_bytes() == (first / "stil.00000001.css").read_bytes()
    assert not (second / "bilder").exists()
    assert keep_earlier(second, third) == ("schrift/text.00000002.woff2", "stil.00000002.css")
    assert not (third / "stil.00000001.css").exists()


def test_without_an_earlier_release_nothing_is_kept(tmp_path: Path) -> None:
    put_file(tmp_path, "neu/index.html", page("stil.00000001.css"))
    assert keep_earlier(tmp_path / "alt", tmp_path / "neu") == ()


def test_a_published_site_keeps_the_styles_of_the_one_before_and_packs_them(tmp_path: Path) -> None:
    root, output = good_site(tmp_path), tmp_path / "output"
    settings: dict[str, Any] = {"SITEURL": ADDRESS, "KIEZ_HOSTED": True, "KIEZ_PICTURES": False}
    build_site(root, output, **settings)
    (style,) = output.glob("stil.*.css")
    # As if the theme had been another one then.
    old = "stil.00000000.css"
    for file in output.rglob("*.html"):
        file.write_text(file.read_text("utf-8").replace(style.name, old), "utf-8")
    style.rename(output / old)
    build_site(root, output, **settings)
    assert {file.name for file in output.glob("stil.*")} == {
        f"{name}{end}" for name in (old, style.name) for end in ("", ".br", ".gz")
    }
