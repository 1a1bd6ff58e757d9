"""What files say beside what they show: each container with something in it that should not be there."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from PIL import Image, ImageCms, PngImagePlugin
from tests.support.finished import Finished, good_tree
from tests.support.sites import good_site

from kiezgroessen.check.containers.found import Found
from kiezgroessen.check.containers.walk import walked
from kiezgroessen.check.look import Looked, look
from kiezgroessen.check.metadata import check_metadata
from kiezgroessen.check.tree import read_tree
from kiezgroessen.make import presspictures
from kiezgroessen.make.archive import zipped
from kiezgroessen.make.store import Store

CORPUS = Path(__file__).parents[2] / "shared/corpora/photos"
FONT = Path(__file__).parents[1] / "theme/static/fonts"


def saved(kind: str, **options: object) -> bytes:
    picture, out = Image.radial_gradient("L").convert("RGB"), io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def exif() -> Image.Exif:
    data = Image.Exif()
    data[0x010E] = "Wohnzimmer"
    data.get_ifd(0x8825)[1] = "N"
    return data


def text_chunk() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Erika")
    return info


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = presspictures._XMP.format(credit="Foto: Jo", rights="Foto: Jo").encode()
PLACED = XMP.replace(
    b"</rdf:Description>",
    b"<exif:GPSLatitude xmlns:exif='http://ns.adobe.com/exif/1.0/'>52</exif:GPSLatitude></rdf:Description>",
)


def foreign(data: bytes, name: str) -> list[str]:
    return [found.text for found in walked(name, data) if found.kind == "foreign"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", saved("JPEG")),
        ("a.jpg", saved("JPEG", progressive=True, optimize=True)),
        ("a.png", saved("PNG")),
        ("a.avif", saved("AVIF")),
        ("a.webp", saved("WEBP")),
        ("a.zip", zipped({"Bild.jpg": saved("JPEG"), "Lies-mich.txt": b"Hallo\r\n"})),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><title>Mavi</title><path d="M0 0"/></svg>'),
        ("a.txt", "Tee für alle\n".encode()),
        ("a.woff2", next(FONT.rglob("*.woff2")).read_bytes()),
    ],
)
def test_what_only_shows_something_is_clean(name: str, data: bytes) -> None:
    assert foreign(data, name) == []


LATE = (2026, 11, 22, 12, 0, 0)


def archive(
    comment: bytes = b"", extra: bytes = b"", day: tuple[int, ...] = (1980, 1, 1, 0, 0, 0), name: str = "a.txt"
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        entry = zipfile.ZipInfo(name, day)  # type: ignore[arg-type]
        entry.create_system, entry.extra = 3, extra
        packed.writestr(entry, b"x")
        packed.comment = comment
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunk(kind: bytes, body: bytes) -> bytes:
    data = saved("PNG")
    return data[:-12] + chunk(kind, body) + data[-12:]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.jpg", saved("JPEG", exif=exif()), ["EXIF oder XMP"]),
        ("a.jpg", saved("JPEG", xmp=PLACED), ["XMP (GPSLatitude)"]),
        ("a.jpg", saved("JPEG", xmp=b"<x"), ["unlesbares XMP"]),
        ("a.jpg", saved("JPEG", comment=b"von Erika"), ["einen Kommentar"]),
        ("a.jpg", saved("JPEG", icc_profile=SRGB), ["ein Farbprofil"]),
        ("a.jpg", saved("JPEG")[:2] + b"\xff\xed\x00\x10Photoshop 3.0\0" + saved("JPEG")[2:], ["IPTC"]),
        ("a.jpg", saved("JPEG") + b"mehr", ["Bytes hinter dem Ende des Bildes"]),
        ("a.jpg", saved("JPEG")[:-200], ["einen Aufbau, den niemand kennt"]),
        ("a.png", saved("PNG", pnginfo=text_chunk()), ["einen Text"]),
        ("a.png", saved("PNG", exif=exif()), ["EXIF"]),
        ("a.png", saved("PNG", icc_profile=SRGB), ["ein Farbprofil"]),
        ("a.png", with_chunk(b"tIME", b"\x07\xea\x0b\x16\x0c\0\0"), ["eine Uhrzeit"]),
        ("a.png", saved("PNG") + b"mehr", ["Bytes hinter dem Ende des Bildes"]),
        ("a.png", saved("PNG").replace(b"IDAT", b"IDAt", 1), ["einen Aufbau, den niemand kennt"]),
        ("a.avif", saved("AVIF", exif=exif()), ["EXIF oder XMP", "den Abschnitt iref"]),
        ("a.avif", saved("AVIF", xmp=XMP), ["EXIF oder XMP", "den Abschnitt iref"]),
        ("a.avif", saved("AVIF", icc_profile=SRGB), ["ein Farbprofil"]),
        ("a.avif", saved("AVIF") + b"\0\0\0\x0cfreemehr", ["den Abschnitt free"]),
        ("a.webp", saved("WEBP", exif=exif()), ["EXIF"]),
        ("a.webp", saved("WEBP", xmp=XMP), ["XMP"]),
        ("a.webp", saved("WEBP", icc_profile=SRGB), ["ein Farbprofil"]),
        ("a.zip", archive(comment=b"von Erika"), ["einen Kommentar", "Bytes, die zu keiner Datei darin gehören"]),
        ("a.zip", archive(extra=b"UT\1\0\0"), ["Bytes, die zu keiner Datei darin gehören", "einen Zusatz zu a.txt"]),
        ("a.zip", archive(day=LATE), ["die Uhrzeit von a.txt"]),
        ("a.zip", archive(name="../a.txt"), ["eine Datei, die beim Auspacken woanders landet: ../a.txt"]),
        ("a.zip", zipped({"b.jpg": saved("JPEG", comment=b"von Erika")}), ["einen Kommentar in b.jpg"]),
        ("a.svg", b"<svg><!-- Erika --></svg>", ["einen Kommentar"]),
        ("a.svg", b"<svg><metadata>Erika</metadata></svg>", ["Metadaten"]),
        ("a.svg", b"<svg onload='x()'></svg>", ["ein Programm"]),
        ("a.svg", b'<svg xmlns:inkscape="x"></svg>', ["Spuren eines Zeichenprogramms"]),
        ("a.txt", b"a\0b", ["Bytes, die kein Text sind"]),
        ("a.jpg", saved("PNG"), ["etwas anderes, als ».jpg« sagt"]),
        ("a.exe", b"MZ", ["etwas anderes, als ».exe« sagt"]),
        (".DS_Store", b"Bud1", ["etwas anderes, als ».ds_store« sagt"]),
    ],
)
def test_what_a_file_says_beside_is_named(name: str, data: bytes, expected: list[str]) -> None:
    assert foreign(data, name) == expected


@pytest.mark.parametrize("at", [28, 40])
def test_a_font_carries_nothing_besides(at: int) -> None:
    data = bytearray(next(FONT.rglob("*.woff2")).read_bytes())
    assert foreign(bytes(data), "a.woff2") == []
    data[at] = 1
    assert len(foreign(bytes(data), "a.woff2")) == 1


def phones() -> list[Path]:
    return sorted(path for path in (CORPUS / "phones").rglob("*") if path.suffix.lower() in (".jpg", ".jpeg"))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of photos is not beside the project")
def test_photos_as_phones_make_them_are_refused() -> None:
    assert len(phones()) > 3
    assert [path.name for path in phones() if not foreign(path.read_bytes(), "a.jpg")] == []


def sheet(about: str, text: str = "Hallo") -> bytes:
    """A sheet as the typesetter makes it."""
    return bytes(typst.compile(f'#set document(title: "(/JS) Größe", {about})\n{text}'.encode(), format="pdf"))


def test_a_sheet_says_what_it_is_and_who_gives_it_out() -> None:
    found = walked("a.pdf", sheet('author: "Verein", date: none'))
    assert set(found) == {Found("title", "(/JS) Größe"), Found("author", "Verein")}
    looked = {"a.pdf": Looked("", 0, found)}
    assert check_metadata(looked, credit={}, author="Verein") == []
    (problem,) = check_metadata(looked, credit={}, author="Anderer Verein")
    assert problem.message == "Die Datei nennt einen Verfasser, der sie nicht herausgibt."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (sheet("date: datetime(year: 2026, month: 11, day: 22)"), "eine Uhrzeit"),
        (sheet('keywords: ("a", "b"), date: none'), "Stichwörter"),
        (sheet("date: none", '#pdf.attach("a.txt", bytes("geheim"))'), "eine Datei darin"),
        (sheet("date: none").replace(b"/Creator(Typst", b"/Producer(Typst"), "das Programm, das es schrieb"),
        (sheet("date: none").replace(b"/Creator(Typst ", b"/Creator(Erikas "), "das Programm Erikas 0.15.1"),
        (sheet("date: none") + b"1 0 obj\n%%EOF", "eine zweite Fassung oder Bytes hinter dem Ende"),
        (sheet("date: none").replace(b"startxref", b"startyref"), "einen Aufbau, den niemand kennt"),
    ],
)
def test_a_sheet_says_nothing_else(data: bytes, expected: str) -> None:
    assert expected in foreign(data, "a.pdf")


def test_a_photo_on_a_sheet_is_looked_at_too() -> None:
    photo = saved("JPEG", comment=b"von Erika")
    stream = b"stream\n" + photo + b"\nendstream\n"
    data = sheet("date: none").replace(b"xref\n", stream + b"xref\n", 1)
    assert "einen Kommentar" in foreign(data, "a.pdf")


def test_pictures_for_the_press_say_whose_they_are_and_no_others(tmp_path: Path) -> None:
    data = saved("JPEG", xmp=XMP)
    found = walked("presse/a.jpg", data)
    assert set(found) == {Found("credit", "Foto: Jo"), Found("rights", "Foto: Jo")}
    looked = {name: Looked("", 0, found) for name in ("presse/a.jpg", "bilder/a.jpg", "presse/b.jpg")}
    credit = {"presse/a.jpg": "Foto: Jo", "presse/b.jpg": "Foto: Mia"}
    problems = check_metadata(looked, credit=credit, author="")
    assert {problem.path for problem in problems} == {"bilder/a.jpg", "presse/b.jpg"}
    assert {problem.message for problem in problems} == {"Die Datei nennt einen Bildnachweis, der nicht zu ihr gehört."}


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Finished:
    return good_tree(tmp_path_factory, tmp_path, "gut-klein", good_site)


def picture(site: Finished, pattern: str) -> Path:
    return next(site.output.glob(pattern))


@pytest.mark.parametrize(
    ("pattern", "spoil", "message"),
    [
        (
            "bilder/*.jpg",
            lambda data: data[:2] + b"\xff\xfe\x00\x07Erika" + data[2:],
            "Die Datei enthält einen Kommentar.",
        ),
        ("teilen/*.jpg", lambda data: data + b"mehr", "Die Datei enthält Bytes hinter dem Ende des Bildes."),
        (
            "druck/*.png",
            lambda data: data[:-12] + chunk(b"tEXt", b"a\0b") + data[-12:],
            "Die Datei enthält einen Text.",
        ),
        (
            "druck/*.svg",
            lambda data: data.replace(b"</svg>", b"<!-- x --></svg>"),
            "Die Datei enthält einen Kommentar.",
        ),
    ],
)
def test_a_picture_that_says_more_is_refused(
    site: Finished, pattern: str, spoil: Callable[[bytes], bytes], message: str
) -> None:
    file = picture(site, pattern)
    site.put(file.relative_to(site.output).as_posix(), spoil(file.read_bytes()))
    assert site.said() == [(file.relative_to(site.output).as_posix(), message)]


def test_what_was_looked_at_is_not_read_again_until_it_changes(site: Finished, tmp_path: Path) -> None:
    """Its size and time say whether it is the same, as they do in the store it comes from."""
    store, file = Store(tmp_path / "gesehen"), picture(site, "bilder/*.jpg")
    name, data, stat = file.relative_to(site.output).as_posix(), file.read_bytes(), file.stat()
    first = look(read_tree(site.output), store)
    spoilt = data.replace(b"JFIF", b"JFXX", 1)
    with file.open("r+b") as stream:
        stream.write(spoilt)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert look(read_tree(site.output), store)[name] == first[name], "same size and time: not read"
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    again = look(read_tree(site.output), store)[name]
    assert again.digest != first[name].digest
    assert [found.kind for found in again.found] == ["foreign"]


def test_what_is_not_there_any_more_is_forgotten_after_a_month(site: Finished, tmp_path: Path) -> None:
    store, tree = Store(tmp_path / "gesehen"), read_tree(site.output)
    (kept,) = [path for path in [tmp_path / "gesehen"] if look(tree, store, now=0.0)]
    size = sum(path.stat().st_size for path in kept.rglob("*"))
    for file in site.output.glob("bilder/*"):
        file.unlink()
    rest = read_tree(site.output)
    look(rest, store, now=29 * 86_400.0)
    assert sum(path.stat().st_size for path in kept.rglob("*")) > size * 0.9
    look(rest, store, now=61 * 86_400.0)
    assert sum(path.stat().st_size for path in kept.rglob("*")) < size * 0.999


def test_files_nobody_planned_and_files_that_are_missing(site: Finished) -> None:
    site.put("leer.txt", "x")
    (site.output / "robots.txt").unlink()
    assert site.said() == [
        ("leer.txt", "Diese Datei hat niemand geplant."),
        ("robots.txt", "Diese Datei fehlt."),
    ]


@pytest.mark.parametrize(("name", "target"), [("a.txt", "content/kiez.yaml"), ("b.html", "weg"), ("c", "content")])
def test_a_link_shows_what_lies_elsewhere(site: Finished, name: str, target: str) -> None:
    (site.output / name).symlink_to(site.root / target)
    assert (name, "Die Datei enthält einen Verweis auf eine andere Stelle.") in site.said()
