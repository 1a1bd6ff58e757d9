"""However somebody's words and pictures are written, packed or saved anew, they are found; those of others are not."""

from __future__ import annotations

import gzip
import io
import json
import os
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from PIL import Image
from tests.support.likeness import portrait_like
from tests.support.sites import put_file

from kiezgroessen import pool
from kiezgroessen.check import traces
from kiezgroessen.check.traces import Trace, Wanted, search
from kiezgroessen.make.looks import alike, look_of

WANTED = Wanted(
    ("Café Mavi", "Derya Aksoy", "مقهى ماوي", "030 23125 201", "hallo@mavi.example", "Probestraße 2", "betriebe mavi"),
    ("mavi",),
    ("Café", "Mavi Schneiderei", "mavi-schneiderei", "Probestraße 22", "Berlin"),
)


def archive(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    return out.getvalue()


def sheet(content: bytes, more: bytes = b"") -> bytes:
    """A PDF with one packed stream."""
    packed = zlib.compress(content)
    head = b"%%PDF-1.7\n%s1 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % (more, len(packed))
    return head + packed + b"\nendstream\nendobj\n"


def exif(words: bytes) -> bytes:
    """The beginning of a photo with notes of a camera, and noise behind it."""
    return b"\xff\xd8\xff\xe1\0\x40Exif\0\0" + words + bytes(range(256)) * 40


WRITTEN = {
    "plain": b"Im Caf\xc3\xa9 Mavi.",
    "capitals": "CAFÉ MAVI".encode(),
    "apart": unicodedata.normalize("NFD", "Café Mavi").encode(),
    "without accents": b"cafe mavi",
    "Windows": "Café Mavi".encode("cp1252"),
    "entities": b"<p>Caf&eacute;&nbsp;&#77;avi</p>",
    "between tags": b"<text x='1'>Derya</text><text x='1' y='9'>Aksoy</text>",
    "tags within": b"<b>De</b>rya Ak<wbr>soy",
    "a soft hyphen": "Der\u00adya Ak\u00adsoy".encode(),
    "percent": b"?wo=Caf%C3%A9%20Mavi",
    "an address": b"/ar/betriebe/mavi/material/",
    "JSON": json.dumps({"a": "Café Mavi"}).encode(),
    "Arabic in JSON": json.dumps(["مقهى ماوي"]).encode(),
    "Arabic with signs": "مَقهى ماوي".encode(),
    "style sheet": rb'content: "Caf\e9  Mavi"',
    "UTF-16": "Café Mavi".encode("utf-16"),
    "UTF-16 without a mark": "Das Café Mavi".encode("utf-16-be"),
    "quoted-printable": b"Der Laden hei=C3=9Ft Caf=C3=A9 Ma=\r\nvi.",
    "a calendar": b"BEGIN:VCALENDAR\r\nSUMMARY:Fest bei Derya Ak\r\n soy\r\n",
    "telephone": b"TEL:+49 (0)30 / 23125-201",
    "telephone in one": b"tel:+493023125201",
    "mail": b"mailto:HALLO%40mavi.example",
    "street": b"in der PROBESTRASSE 2",
    "gzip": gzip.compress("Das Café Mavi".encode()),
    "brotli": brotli.compress(b"".join(b"%d: Gast Caf\xc3\xa9 Mavi\n" % number for number in range(99))),
    "a ZIP": archive("de/liesmich.txt", "Das Café Mavi".encode()),
    "a ZIP in a ZIP": archive("innen.zip", archive("a.txt", b"Derya Aksoy")),
    "a name in a ZIP": archive("Mavi/liesmich.txt", b"-"),
    "a sheet's notes": sheet("<rdf:li>Café Mavi</rdf:li>".encode()),
    "a sheet's title": sheet(b"", b"(\xfe\xff" + "Café Mavi".encode("utf-16-be") + b")\n"),
    "a sheet's title in digits": sheet(b"", b"<FEFF" + "Café Mavi".encode("utf-16-be").hex().encode() + b">\n"),
    "a camera's notes": exif("Café Mavi".encode("utf-16-be")),
    "a photo's description": exif("Café Mavi".encode()),
    "a mail in base64": b"Content-Transfer-Encoding: base64\r\n\r\nRGFzIENhZsOpIE1hdmkh\r\n",
}


def found(folder: Path, wanted: Wanted = WANTED) -> list[Trace]:
    return list(search([folder], wanted, known=(), workers=1).traces)


@pytest.mark.parametrize("data", WRITTEN.values(), ids=WRITTEN)
def test_words_are_found_in_every_way_they_are_written(tmp_path: Path, data: bytes) -> None:
    names = {"brotli": "x.br", "a mail in base64": "x.eml"}
    put_file(tmp_path, next((names[name] for name in names if WRITTEN[name] == data), "x"), data)
    assert [trace for trace in found(tmp_path) if trace.word]


@pytest.mark.parametrize(
    "name", ["mavi-1-ff779495-384.jpg", "2026-11-01-mavi.txt", "Mavi-Material.zip", "mavi", "x-m%61vi.txt"]
)
def test_names_of_files_count(tmp_path: Path, name: str) -> None:
    put_file(tmp_path, name, b"")
    assert found(tmp_path) == [Trace(str(tmp_path / name), "Name", "mavi")]


@pytest.mark.parametrize(
    "text",
    [
        "Café Lotse und die Mavi Schneiderei",
        "https://x.example/betriebe/mavi-schneiderei/",
        "Probestraße 22, 10000 Berlin",
        "Derya und ihr Aksoy",
        "030 23125 2012 3",
        "Die Maviermaschine im Café",
    ],
)
def test_words_of_others_are_theirs(tmp_path: Path, text: str) -> None:
    put_file(tmp_path, "mavi-schneiderei-de.txt", text)
    assert found(tmp_path) == []


def test_words_of_others_hide_nothing(tmp_path: Path) -> None:
    """»Café« and »Berlin« are everybody's, and stand in the name of one."""
    put_file(tmp_path, "x", "Mavi Schneiderei, Café Mavi, Berlin")
    assert [trace.word for trace in found(tmp_path)] == ["Café Mavi"]


def test_a_word_that_is_somebody_elses_as_well_is_not_looked_for(tmp_path: Path) -> None:
    put_file(tmp_path, "x", "Probestraße 2")
    assert found(tmp_path, Wanted(("Probestraße 2",), (), ("Probestraße 2",))) == []


def test_a_file_that_is_there_twice_is_told_twice(tmp_path: Path) -> None:
    put_file(tmp_path, "eins", b"Derya Aksoy")
    put_file(tmp_path, "eins.gz", gzip.compress(b"Derya Aksoy"))
    (tmp_path / "zwei").hardlink_to(tmp_path / "eins")
    assert [Path(trace.path).name for trace in found(tmp_path)] == ["eins", "eins.gz", "zwei"]


def test_what_cannot_be_read_or_is_too_much_counts_as_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "_MOST_BYTES", 1000)
    os.mkfifo(tmp_path / "rohr")
    put_file(tmp_path, "viel", bytes(1001))
    put_file(tmp_path, "genug", bytes(1000))
    assert [(Path(one.path).name, one.unread) for one in found(tmp_path)] == [("rohr", True), ("viel", True)]


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    for number in range(320):
        put_file(tmp_path, f"{number}.txt", b"Derya Aksoy" if number % 100 == 7 else b"-")
    seen = search([tmp_path], WANTED, known=(), workers=2).traces
    assert sorted(Path(trace.path).stem for trace in seen) == ["107", "207", "307", "7"]


def test_a_damaged_archive_is_only_what_it_is(tmp_path: Path) -> None:
    put_file(tmp_path, "a.zip", archive("a.txt", b"Nichts")[:-30])
    put_file(tmp_path, "b.gz", gzip.compress(b"Nichts")[:12])
    put_file(tmp_path, "c.pdf", b"%PDF-1.7\n1 0 obj\n<</Length 99/Filter/FlateDecode>>\nstream\nxx")
    assert found(tmp_path) == []


def saved(change: Callable[[Image.Image], Image.Image], form: str = "JPEG", **how: int) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(portrait_like(3))) as picture:
        change(picture).save(out, form, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    "copy",
    [
        saved(lambda picture: picture, quality=20),
        saved(lambda picture: picture.resize((120, 150)), "PNG"),
        saved(lambda picture: picture.resize((480, 600)), "WEBP", quality=30),
        saved(lambda picture: picture.convert("L"), "AVIF", quality=40),
    ],
    ids=["worse", "small", "WebP", "grey"],
)
def test_a_picture_saved_anew_looks_the_same(copy: bytes) -> None:
    original = look_of(portrait_like(3))
    assert original is not None
    assert alike(look_of(copy), [original])


def test_other_pictures_look_different_and_plain_ones_like_nothing() -> None:
    original = look_of(portrait_like(3))
    assert original is not None
    assert [seed for seed in range(4, 60) if alike(look_of(portrait_like(seed)), [original])] == []
    plain = io.BytesIO()
    Image.new("RGB", (200, 200), (120, 40, 90)).save(plain, "PNG")
    assert look_of(plain.getvalue()) is None
    assert look_of(b"no picture") is None


def test_pictures_are_known_by_their_bytes_wherever_they_lie(tmp_path: Path) -> None:
    import hashlib  # noqa: PLC0415 - only here

    photo = portrait_like(3)
    put_file(tmp_path, "bild", photo)
    put_file(tmp_path, "x.zip", archive("a.jpg", photo))
    put_file(tmp_path, "blatt", sheet(photo))
    put_file(tmp_path, "anders", portrait_like(4))
    wanted = Wanted((), digests=frozenset({hashlib.sha256(photo).hexdigest()}))
    assert sorted(Path(trace.path).name for trace in found(tmp_path, wanted)) == ["bild", "blatt", "x.zip"]


def test_what_may_not_be_looked_at_counts_as_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may be listed and not entered."""
    hidden, lstat = put_file(tmp_path, "ordner/brief.docx", "x"), Path.lstat

    def refused(path: Path) -> os.stat_result:
        if path == hidden:
            raise PermissionError(13, "Permission denied", str(path))
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", refused)
    (found,) = search([hidden], WANTED, known=(), workers=1).traces
    assert found.unread
    assert found.path == str(hidden)


def test_a_strange_file_cannot_fill_all_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "brief.docx", "w", zipfile.ZIP_DEFLATED) as letter:
        for number in range(6):
            letter.writestr(f"{number}.xml", bytes(60_000_000))
    monkeypatch.setattr(traces, "_LIMITS", pool.Limits(memory=150_000_000))
    (found,) = search([tmp_path / "brief.docx"], WANTED, known=(), workers=1, strange=True).traces
    assert found.unread
