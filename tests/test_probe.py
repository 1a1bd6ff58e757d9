"""Files made to keep whoever opens them busy: each gets its one line before a parser of pictures sees it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image
from tests.support import hostile
from tests.support.sites import good_site, put_file, replace_in, report

from kiezgroessen import pool
from kiezgroessen.read import photos
from kiezgroessen.read.photos import LOST, Photo, probe
from kiezgroessen.read.probes import probe_all


def picture(kind: str, **more: object) -> bytes:
    data = io.BytesIO()
    Image.effect_noise((64, 48), 80).convert("RGB").save(data, kind, **more)
    return data.getvalue()


JPEG, SCANNED, PNG, WEBP = (
    picture("JPEG"),
    picture("JPEG", progressive=True),
    picture("PNG"),
    picture("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"),
)
END = b"\xff\xd9"


def segment(marker: int, content: bytes = b"") -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def in_front(filling: bytes) -> bytes:
    return JPEG[:2] + filling + JPEG[2:]


def scanned(count: int, between: bytes = b"") -> bytes:
    """A picture that is refined ``count`` times more than its encoder meant."""
    start = SCANNED.index(b"\xff\xda")
    return SCANNED.removesuffix(END) + between + (SCANNED[start : start + 14] + b"\0") * count + END


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def early(filling: bytes) -> bytes:
    return PNG[:33] + filling + PNG[33:]


def late(filling: bytes) -> bytes:
    return PNG[:-12] + filling + PNG[-12:]


def appended(filling: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(WEBP) - 8 + len(filling)) + WEBP[8:] + filling


def answer(folder: Path, data: bytes) -> tuple[photos.Photo | None, str | None]:
    path = folder / "foto"
    path.write_bytes(data)
    return probe(path)


HARMLESS: dict[str, Callable[[], bytes]] = {
    "scans of the most diligent encoder": lambda: scanned(20),
    "a thumbnail with scans and an end of its own": lambda: in_front(
        segment(0xE1, b"Exif\0\0" + (segment(0xDA, b"\0") + END) * 200)
    ),
    "scans and ends in a film behind the picture": lambda: JPEG + (segment(0xDA, b"\0") + END) * 200,
    "a scan that begins in a comment": lambda: scanned(1, segment(0xFE, segment(0xDA) * 200)),
    "a long colour profile and a depth map": lambda: in_front(
        (segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(65_000)) + segment(0xE1, b"http://" + bytes(65_000))) * 40
    ),
    "padding": lambda: in_front(b"\xff" * 100),
    "PNG in small chunks": lambda: late(chunk(b"IDAT") * 4_000),
    "PNG with some texts": lambda: early(chunk(b"zTXt", b"a\0\0" + zlib.compress(b"b")) * 20),
    "WebP with chunks nobody knows": lambda: appended(b"abcd\0\0\0\0" * 1_000),
}

HOSTILE: dict[str, Callable[[], bytes]] = {
    "scans": lambda: scanned(5_000),
    "scans behind an end in a comment": lambda: scanned(5_000, segment(0xFE, END)),
    "padding": lambda: in_front(b"\xff" * 1_000_000),
    "rubbish": lambda: in_front(segment(0xFE) + bytes(1_000_000)),
    "rubbish without end": lambda: JPEG[:2] + segment(0xFE) + bytes(1_000_000),
    "empty segments": lambda: in_front(segment(0xE5) * 100_000),
    "empty comments": lambda: in_front(segment(0xFE) * 100_000),
    "empty segments between scans": lambda: scanned(1, segment(0xFE) * 100_000),
    "beginnings": lambda: in_front(b"\xff\xd8" * 100_000),
    "tables": lambda: in_front(segment(0xDB, (b"\0" + b"\1" * 64) * 1_000) * 10),
    "frames": lambda: in_front(segment(0xC0, JPEG[JPEG.index(b"\xff\xc0") + 4 :][:6] + b"\1\x11\0" * 20_000) * 10),
    "EXIF": lambda: in_front(segment(0xE1, b"Exif\0\0" + bytes(65_000)) * 20),
    "resources of an image editor": lambda: in_front(
        segment(0xED, b"Photoshop 3.0\0" + (b"8BIM" + bytes(8)) * 5_000) * 20
    ),
    "stuffed pixels": lambda: JPEG.removesuffix(END) + b"\xff\0" * 5_100_000 + END,
    "empty chunks before the pixels": lambda: early(chunk(b"abCd") * 50_000),
    "empty chunks of pixels": lambda: late(chunk(b"IDAT") * 50_000),
    "packed texts": lambda: early(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10_000))) * 200),
    "packed profiles": lambda: early(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10_000))) * 200),
    "empty chunks of WebP": lambda: appended(b"abcd\0\0\0\0" * 50_000),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_cameras_and_programs_really_write_is_a_photo(name: str, tmp_path: Path) -> None:
    photo, reason = answer(tmp_path, HARMLESS[name]())
    assert reason is None
    assert photo is not None
    assert (photo.width, photo.height) == (64, 48)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_only_keeps_parsers_busy_is_refused_before_one_sees_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(Image, "open", lambda *found, **_: seen.append(found))
    assert answer(tmp_path, HOSTILE[name]()) == (None, photos.ODD)
    assert seen == []


@pytest.mark.parametrize(
    ("limit", "names"),
    [
        ("SCANS", ["scans", "scans behind an end in a comment"]),
        ("PIECES", ["empty segments", "empty chunks of pixels", "empty chunks of WebP"]),
        ("HEADER", ["tables", "EXIF", "padding", "rubbish"]),
        ("PACKED", ["packed texts", "packed profiles"]),
        ("FILL", ["stuffed pixels"]),
    ],
)
def test_a_limit_that_is_off_is_noticed(
    limit: str, names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, limit, 10**9)
    for name in names:
        assert answer(tmp_path, HOSTILE[name]())[1] != photos.ODD, name


@pytest.mark.parametrize("data", [SCANNED, JPEG])
def test_an_end_in_a_comment_is_not_the_end_of_the_photo(data: bytes, tmp_path: Path) -> None:
    assert answer(tmp_path, data.removesuffix(END) + segment(0xFE, END)) == (None, photos.CUT_OFF)


@pytest.mark.parametrize("size", [(3, 66_000), (66_000, 3), (20_000, 100)])
def test_a_photo_longer_than_files_can_be_is_refused(size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "lang.png"
    Image.new("L", size).save(path)
    assert probe(path) == (None, photos.TOO_LONG)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO", "PPM", "TGA", "JPEG2000", "PCX", "EPS"])
def test_no_decoder_but_three_ever_sees_a_photo(tmp_path: Path, kind: str) -> None:
    """Pillow has forty, some of them seldom looked at; whatever the file is called, the others are not asked."""
    path = tmp_path / "bild.jpg"
    Image.linear_gradient("L").convert("RGB").save(path, kind)
    with Image.open(path) as image:
        assert image.format == kind, "Pillow itself would have opened it"
    assert photos.probe(path) == (None, photos.NO_PICTURE)


@pytest.mark.parametrize("size", [(16_000, 1_600), (1_600, 16_000)])
def test_a_panorama_is_a_photo(size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "panorama.jpg"
    Image.new("L", size).save(path)
    assert probe(path)[0] is not None


def exif(at: int) -> bytes:
    """Says that the photo lies on its side, in a directory at this place."""
    return b"II*\0" + struct.pack("<I", at) + bytes(at - 8) + struct.pack("<HHHII", 1, 0x0112, 3, 1, 6)


@pytest.mark.parametrize("build", [early, late], ids=["before the pixels", "behind the pixels"])
def test_of_endless_metadata_only_the_beginning_is_read(build: Callable[[bytes], bytes], tmp_path: Path) -> None:
    usual, _ = answer(tmp_path, build(chunk(b"eXIf", exif(8) + bytes(2_000_000))))
    assert usual is not None
    assert (usual.width, usual.height, usual.turn) == (48, 64, 6)
    odd, _ = answer(tmp_path, build(chunk(b"eXIf", exif(1_000_000))))
    assert odd is not None
    assert (odd.width, odd.height, odd.turn) == (64, 48, 1)


@pytest.mark.parametrize(
    "failure",
    [RuntimeError, SyntaxError, ValueError, struct.error, RecursionError, MemoryError, OverflowError, EOFError],
)
@pytest.mark.parametrize("place", ["open", "size", "exif"])
def test_whatever_a_parser_dies_of_the_editor_reads_one_line(
    place: str, failure: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise failure

    if place == "open":
        monkeypatch.setattr(Image, "open", fails)
    elif place == "size":
        monkeypatch.setattr(Image.Image, "size", property(fails))
    else:
        monkeypatch.setattr(Image.Image, "getexif", fails)
    photo, reason = answer(tmp_path, PNG)
    if place == "exif":
        # The picture itself may be fine.
        assert photo is not None
    else:
        assert photo is None
        assert reason in (photos.NO_PICTURE, photos.UNREADABLE)


def test_metadata_that_point_at_themselves_do_no_harm(tmp_path: Path) -> None:
    circle = b"II*\0\x08\0\0\0" + struct.pack("<H", 3)
    circle += b"".join(struct.pack("<HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005)) + struct.pack("<I", 8)
    for data in (in_front(segment(0xE1, b"Exif\0\0" + circle)), early(chunk(b"eXIf", circle))):
        photo, _ = answer(tmp_path, data)
        assert photo is not None
        assert photo.turn == 1


# HEIC, whose headers are read by a foreign library


def phone_photo() -> bytes:
    data = io.BytesIO()
    pillow_heif.from_pillow(Image.effect_noise((64, 48), 80).convert("RGB")).save(data)
    return data.getvalue()


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + kind + content


def full(kind: bytes, version: int, *parts: bytes) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]), *parts)


def multiplied(pictures: int, metadata: int) -> bytes:
    """A HEIC file whose one EXIF of so many bytes is named by each of its pictures; all are the same 16 bytes."""
    numbers, last = range(1, pictures + 1), pictures + 1
    exif = b"\0\0\0\0MM\0*\0\0\0\x08\0\0" + bytes(metadata)
    items = [full(b"infe", 2, struct.pack(">HH", number, 0), b"hvc1\0") for number in numbers]
    items.append(full(b"infe", 2, struct.pack(">HH", last, 0), b"Exif\0"))
    named = box(b"cdsc", struct.pack(">HH", last, pictures), *(struct.pack(">H", number) for number in numbers))
    decoder = bytes.fromhex("0103 70000000 000000000000 1e f000 fc fd f8 f8 0000 0f 00")
    properties = box(b"ipco", full(b"ispe", 0, struct.pack(">II", 64, 48)), box(b"hvcC", decoder))
    given = (struct.pack(">HBBB", number, 2, 1, 0x82) for number in numbers)
    properties += full(b"ipma", 0, struct.pack(">I", pictures), *given)

    def header(at: int) -> bytes:
        places = [(number, at, 16) for number in numbers] + [(last, at + 16, len(exif))]
        where = b"".join(struct.pack(">HHHII", number, 0, 1, start, length) for number, start, length in places)
        return full(
            b"meta",
            0,
            full(b"hdlr", 0, b"\0\0\0\0pict" + bytes(13)),
            full(b"pitm", 0, struct.pack(">H", 1)),
            full(b"iloc", 0, b"\x44\0" + struct.pack(">H", last) + where),
            full(b"iinf", 0, struct.pack(">H", last), *items),
            full(b"iref", 0, named),
            box(b"iprp", properties),
        )

    start = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    return start + header(len(start) + len(header(0)) + 8) + box(b"mdat", bytes(16), exif)


def site_with_heic(tmp_path: Path, data: bytes) -> Path:
    root = good_site(tmp_path)
    replace_in(root, "profiles/betriebe/mavi/profil.md", "datei: bild.png", "datei: telefon.heic")
    (root / "profiles/betriebe/mavi/bild.png").unlink()
    put_file(root, "profiles/betriebe/mavi/telefon.heic", data)
    return root


def test_metadata_multiplied_by_pictures_cost_one_line(tmp_path: Path) -> None:
    said = report(site_with_heic(tmp_path, multiplied(250, 3_000_000)))
    assert said.count("profil.md:") == 1
    assert f"Das Foto »telefon.heic« {LOST['memory']}" in said


def test_what_multiplies_little_is_a_photo(tmp_path: Path) -> None:
    assert report(site_with_heic(tmp_path, multiplied(5, 60_000))) == ""


def test_a_header_without_a_limit_of_memory_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_serve", hostile.serve_without_memory_limit)
    assert LOST["memory"] not in report(site_with_heic(tmp_path, multiplied(250, 3_000_000)))


def test_no_header_of_a_phone_is_read_in_our_own_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened_here(*_: object, **__: object) -> None:
        raise AssertionError

    root = site_with_heic(tmp_path, phone_photo())
    monkeypatch.setattr(photos, "open_photo", opened_here)
    assert report(root) == ""


def test_one_process_serves_all_photos_of_phones_and_those_after_a_poisoned_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired: list[object] = []
    hire = pool._hired

    def counted(task: Callable[[object], object], limits: pool.Limits) -> pool._Worker:
        hired.append(task)
        return hire(task, limits)

    monkeypatch.setattr(pool, "_hired", counted)
    good = [put_file(tmp_path, f"{number}.heic", phone_photo()) for number in range(3)]
    plain = put_file(tmp_path, "a.png", PNG)
    assert [type(photo) for photo, _ in probe_all([*good, plain]).values()] == [Photo] * 4
    assert len(hired) == 1
    poisoned = put_file(tmp_path, "b.heic", multiplied(250, 3_000_000))
    found = probe_all([good[0], poisoned, good[1], plain, good[2]])
    assert [path for path, (photo, _) in found.items() if photo is None] == [poisoned]
    assert len(hired) == 3


def test_a_site_without_photos_of_phones_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(pool, "run", nobody)
    assert report(good_site(tmp_path)) == ""
    with pytest.raises(AssertionError):
        report(site_with_heic(tmp_path / "telefon", phone_photo()))
