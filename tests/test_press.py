"""The press kit: who may be in it, what is said under whom, and what a picture says about itself."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tests.support.likeness import pictures_like, portrait_like
from tests.support.metadata import told
from tests.support.npm import fetched
from tests.support.paper import Sheet, bare, codes, desks, pressed
from tests.support.pdfua import failures
from tests.support.sites import build_site, good_site, kiez_of, put_file, read_site, replace_in

from kiezgroessen.link.kiez import Kiez
from kiezgroessen.make import presspictures
from kiezgroessen.make.archive import perform_archives
from kiezgroessen.make.forget import allowed_photos, may_stay
from kiezgroessen.make.presspictures import keys_of_press, made, perform_press
from kiezgroessen.make.shop import keys_of_print
from kiezgroessen.make.store import Store
from kiezgroessen.plan.desk import Desk
from kiezgroessen.plan.press import PressPlan, captions_text, press_kit
from kiezgroessen.plan.press_texts import boilerplates, totals_of
from kiezgroessen.plan.prints import ArchivePlan
from kiezgroessen.site import prepare

ROOT = Path(__file__).parents[1]
MAVI = "profiles/betriebe/mavi/profil.md"
LOTSE = "profiles/betriebe/backwerk-lotse/profil.md"
FEAST = "profiles/aktionen/2026-05-hoffest/aktion.md"
FACE, SILENT, YARD = portrait_like(1, (2000, 2500)), portrait_like(2), portrait_like(3, (900, 600))
"""Derya, who has agreed to everything; Jörg, who has not agreed to the press; a yard with nobody in it."""
CREDIT = 'Foto: Jo "Licht" Öz & <Partner>'
PAGE = "---\ntitel: {0}\nkurz: Zahlen und Bilder.\n---\nWir antworten am selben Tag.\n"


def photo(file: str, alt: str, credit: str, consent: str | None) -> str:
    people = f"personen: ja\n    freigabe: {consent}" if consent else "personen: nein"
    return f"  - datei: {file}\n    alt: {alt}\n    urheber: '{credit}'\n    {people}\n"


def telling(data: bytes) -> bytes:
    """The picture as a camera writes it: with place, camera, a comment and a thumbnail's worth of words."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x9286] = "Zqxexif"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).save(out, "JPEG", quality=92, exif=exif, comment=b"Zqxcomment", xmp=b"<x>Zqxxmp</x>")
    return out.getvalue()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = good_site(tmp_path)
    (root / "profiles/betriebe/mavi/bild.png").unlink()
    replace_in(root, MAVI, "datei: bild.png", "datei: derya.jpg")
    replace_in(root, MAVI, 'urheber: "Zeichnung: Probeverein (CC0)"', f"urheber: '{CREDIT}'")
    put_file(root, "profiles/betriebe/mavi/derya.jpg", telling(FACE))
    consent = "freigaben:\n  - kennung: j\n    von: Jörg\n    beleg: Ordner 1, Blatt 2\n    am: 2026-01-15\n"
    fotos = (
        "fotos:\n" + photo("joerg.jpg", "Jörg am Ofen", "Foto: Probe", "j") + consent + "    kanaele: [web, druck]\n"
    )
    replace_in(root, LOTSE, "seit: 2018\n", f"seit: 2018\n{fotos}")
    put_file(root, "profiles/betriebe/backwerk-lotse/joerg.jpg", SILENT)
    fotos = "fotos:\n" + photo("hof.jpg", "Der leere Hof nach dem Fest", "Foto: Probe", None)
    replace_in(root, FEAST, "zahlen: {", f"{fotos}zahlen: {{")
    put_file(root, "profiles/aktionen/2026-05-hoffest/hof.jpg", YARD)
    put_file(root, "content/seiten/presse.md", PAGE.format("Presse"))
    put_file(root, "content/seiten/presse.ar.md", PAGE.format("الصحافة"))
    return root


def desk_of(kiez: Kiez, lang: str = "de") -> Desk:
    return next(desk for desk in desks(kiez) if desk.lang == lang)


def kit_of(root: Path, lang: str = "de", day: str = "2026-11-22") -> PressPlan:
    return press_kit(desk_of(kiez_of(root, day), lang), full=True)


def worked(kit: PressPlan, folder: Path) -> dict[str, bytes]:
    """Everything of the kit that is no sheet, as it lies in the output."""
    assert perform_press(kit.pictures, store=Store(folder / "store"), folder_out=folder / "out") == []
    return {path.relative_to(folder / "out").as_posix(): path.read_bytes() for path in (folder / "out").rglob("*.jpg")}


def apart(files: Mapping[str, bytes], kit: PressPlan, folder: Path) -> tuple[Path, Path]:
    """A folder with the pictures for print, and one with the small ones."""
    for picture in kit.pictures:
        put_file(folder / "large", picture.name, files[picture.name])
        put_file(folder / "small", picture.preview, files[picture.preview])
    return folder / "large", folder / "small"


def shown(kit: PressPlan) -> list[str]:
    return [caption.title.value for caption in kit.captions]


def test_only_who_has_agreed_to_the_press_is_in_the_kit(site: Path, tmp_path: Path) -> None:
    kit = kit_of(site)
    assert shown(kit) == ["Café Mavi", "Hoffest"]
    files = worked(kit, tmp_path)
    assert pictures_like(files, FACE)
    assert pictures_like(files, YARD)
    assert pictures_like(files, SILENT) == []


def test_with_consent_to_the_press_the_portrait_would_be_there(site: Path, tmp_path: Path) -> None:
    """Shows that the search above would have found it."""
    replace_in(site, LOTSE, "kanaele: [web, druck]", "kanaele: [web, presse]")
    kit = kit_of(site)
    assert shown(kit) == ["Backwerk Lotse", "Café Mavi", "Hoffest"]
    assert pictures_like(worked(kit, tmp_path), SILENT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    am: 2026-01-15\n", "    am: 2026-01-15\n    widerrufen: 2026-11-01\n"),
        ("    am: 2026-01-15\n", "    am: 2026-01-15\n    bis: 2026-11-21\n"),
        ("    am: 2026-01-15\n", "    am: 2026-11-23\n"),
        ("\ngewerbe:", "\nende: 2026-11-01\ngewerbe:"),
    ],
    ids=["withdrawn", "expired", "not begun", "left"],
)
def test_whoever_is_no_longer_to_be_shown_is_in_nothing_and_forgotten(site: Path, old: str, new: str) -> None:
    before = keys_of_press(kit_of(site).pictures)
    replace_in(site, MAVI, old, new)
    kit = kit_of(site)
    assert shown(kit) == ["Hoffest"]
    assert kit.archive is not None
    assert "avi" not in "".join(inside for inside, _ in kit.archive.members)
    assert "Derya" not in dict(kit.archive.texts)["Kiezgroessen-Presse/Bilder/Bildunterschriften.txt"]
    if "ende" not in new:
        kept = {name for name, key in before.items() if may_stay(key, allowed_photos(kiez_of(site)))}
        assert kept == {name for name in before if "hoffest" in name}


def test_pictures_are_whole_in_colour_and_sharp_enough_for_print(site: Path, tmp_path: Path) -> None:
    kit = kit_of(site)
    files = worked(kit, tmp_path)
    large, small = (Image.open(io.BytesIO(files[picture.name])) for picture in kit.pictures)
    assert (large.size, small.size) == ((1772, 2215), (900, 600))
    for picture in (large, small):
        assert picture.info["dpi"] == (300, 300)
        assert picture.mode == "RGB"
        red, _, blue = (band.tobytes() for band in picture.split())
        assert red != blue, "a portrait in one ink has lost its colours"
    assert "150 mm" in captions_text(desk_of(kiez_of(site)), kit.pictures)
    assert "76 mm" in captions_text(desk_of(kiez_of(site)), kit.pictures)


def exif(folder: Path) -> list[dict[str, str]]:
    tool = fetched(ROOT / "tests/support/exiftool", "exiftool-vendored.pl") / "bin" / "exiftool"
    command = ["perl", str(tool), "-json", "-charset", "utf8", "-G1", "-r", str(folder)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: list[dict[str, str]] = json.loads(result.stdout)
    return found


def test_pictures_say_whose_they_are_and_nothing_else(site: Path, tmp_path: Path) -> None:
    kit = kit_of(site)
    large, small = apart(worked(kit, tmp_path), kit, tmp_path)
    assert told(large, credited=True) == []
    assert told(small) == []
    said = {(one["XMP-photoshop:Credit"], one["XMP-dc:Rights"]) for one in exif(large)}
    assert said == {(CREDIT, CREDIT), ("Foto: Probe", "Foto: Probe")}


def test_a_credit_with_signs_of_markup_is_whole(site: Path, tmp_path: Path) -> None:
    credit = 'Foto: "Licht & Schatten" <Atelier>'
    picture = replace(kit_of(site).pictures[0], credit=credit)
    put_file(tmp_path, "press/one.jpg", made(picture)[0])
    (said,) = exif(tmp_path / "press")
    assert (said["XMP-photoshop:Credit"], said["XMP-dc:Rights"]) == (credit, credit)


def test_any_other_picture_may_not_say_that(site: Path, tmp_path: Path) -> None:
    kit = kit_of(site)
    large, _ = apart(worked(kit, tmp_path), kit, tmp_path)
    kinds = {line.split(": ", 1)[1] for line in told(large)}
    assert kinds == {"XMP-photoshop:Credit", "XMP-dc:Rights", "segment E1"}


@pytest.mark.parametrize(
    "more",
    [
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Zqx"',
        'photoshop:City="Berlin"',
        'photoshop:DateCreated="2026-05-30"',
        'dc:description="Zqx"',
    ],
)
def test_a_word_too_much_is_noticed(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    template = presspictures._XMP
    monkeypatch.setattr(presspictures, "_XMP", template.replace("photoshop:Credit=", f"{more} photoshop:Credit="))
    put_file(tmp_path, "press/one.jpg", made(kit_of(site).pictures[0])[0])
    found = told(tmp_path / "press", credited=True)
    assert [line for line in found if "XMP-" in line], "ExifTool must see it"
    assert [line for line in found if "XMP {" in line], "and so must whoever has no ExifTool"


def test_what_the_camera_wrote_is_gone(site: Path, tmp_path: Path) -> None:
    assert b"Zqxexif" in (site / "profiles/betriebe/mavi/derya.jpg").read_bytes()
    files = worked(kit_of(site), tmp_path)
    assert [name for name, data in files.items() if b"Zqx" in data] == []


def test_captions_say_who_what_where_and_when(site: Path) -> None:
    kit = kit_of(site)
    text = captions_text(desk_of(kiez_of(site)), kit.pictures)
    mavi, feast = (block.split("\n") for block in text.strip().split("\n\n")[1:])
    assert mavi == [
        "Betriebe/Mavi-1.jpg",
        "Café Mavi",
        "Wer: Derya Aksoy",
        "Was: Café",
        "Wo: Probestraße 2, 10000 Berlin",
        "Dabei seit: Mai 2017",
        "Zu sehen: Zeichnung. Eine Frau steht hinter einer Theke.",
        f"Quelle: {CREDIT}",
        "1.772 × 2.215 Pixel, 150 mm breit bei 300 dpi",
    ]
    assert feast[2:6] == [
        "Betriebe: Café Mavi; Backwerk Lotse",
        "Einrichtung: Jugendclub Luke",
        "Wo: Hof des Jugendclubs",
        "Wann: 30.\u00a0Mai 2026",
    ]


def test_totals_are_what_the_site_shows(site: Path) -> None:
    totals = totals_of(kiez_of(site))
    assert (totals.businesses, totals.former, totals.institutions) == (3, 0, 2)
    assert (totals.done, totals.fallen_through) == (1, 1)
    replace_in(site, FEAST, "status: erledigt", "status: nicht-zustande-gekommen")
    replace_in(site, MAVI, "\ngewerbe:", "\nende: 2026-11-01\ngewerbe:")
    totals = totals_of(kiez_of(site))
    assert (totals.businesses, totals.former) == (2, 1)
    assert (totals.done, totals.fallen_through, totals.first) == (0, 2, None)


def test_texts_have_the_three_lengths(site: Path) -> None:
    for kiez in (kiez_of(site), kiez_of(ROOT)):
        short, medium, long = (len(text.text) for text in boilerplates(desk_of(kiez)))
        assert 100 <= short <= 180
        assert 300 <= medium <= 500
        assert max(medium, 500) < long <= 950


def test_texts_name_numbers_publisher_and_funder(site: Path) -> None:
    short, medium, long = (text.text for text in boilerplates(desk_of(kiez_of(site))))
    assert "Dabei sind 3 Betriebe und 2 Einrichtungen." in short
    assert "Seit Mai 2026 ist 1 Aktion gelungen." in medium.replace("\u00a0", " ")
    assert "Herausgeber: Probeverein e. V." in medium
    assert "Gefördert durch die Stiftung Beispiel." in long
    assert "30. Mai 2026: Vierzig Teegläser und zwei Kisten Brot." in long.replace("\u00a0", " ")
    assert all("Erfundenes Beispiel" in text for text in (short, medium, long))


def test_nothing_is_said_of_actions_that_nobody_did(site: Path) -> None:
    replace_in(site, FEAST, "status: erledigt", "status: nicht-zustande-gekommen")
    texts = " ".join(text.text for text in boilerplates(desk_of(kiez_of(site))))
    assert "gelungen" not in texts
    assert "Teegläser" not in texts


@pytest.fixture(params=["de", "ar"])
def sheets(request: pytest.FixtureRequest, site: Path, tmp_path: Path) -> list[Sheet]:
    return pressed(kit_of(site, request.param).prints, tmp_path / "paper", workers=1)[0]


def test_the_fact_sheet_can_be_read_by_everybody(sheets: list[Sheet]) -> None:
    assert failures(sheet.path for sheet in sheets) == {sheet.path: [] for sheet in sheets}
    for sheet in sheets:
        assert (sheet.title, sheet.lang) == (sheet.data["title"], sheet.data["lang"])
        words = sheet.words(0)
        # One by one: readers do not agree on the order of Latin words between Arabic ones.
        for word in ("Ottilie", "Braun", "Gefördert", "Stiftung", "Beispiel", "redaktion"):
            assert word in words
        assert codes(sheet.drawn(0, 150)) == [sheet.plan.address]
        assert len(sheet.pdf) == 1


def test_with_many_funders_the_sheet_still_holds_all(site: Path, tmp_path: Path) -> None:
    more = "".join(
        f"  - name: Bundesamt für Beispiele und Proben Nummer {number}\n"
        f"    zeile: Gefördert durch das Bundesamt für Beispiele im Rahmen des Programms »Zusammenhalt {number}«\n"
        for number in range(4)
    )
    replace_in(site, "content/kiez.yaml", "gewerbe:\n", f"{more}gewerbe:\n")
    found, problems = pressed(kit_of(site).prints, tmp_path / "paper", workers=1)
    assert problems == []
    for sheet in found:
        assert all(bare(f"Zusammenhalt {number}") in sheet.words(0) for number in range(4))
        assert bare("redaktion@probe.example") in sheet.words(0)
        # Letters of one column never run over the rule below it.
        rule = sheet.data["frames"]["foot-rule"]["y"]
        astride = [box for box in sheet.places(0) if box[1] < rule - 0.1 and box[3] > rule + 0.5]
        assert astride == []


def bundled(kit: PressPlan, folder: Path) -> dict[str, bytes]:
    """The ZIP, unpacked; sheets are stood in for."""
    store = Store(folder / "store")
    assert perform_press(kit.pictures, store=store, folder_out=folder / "out") == []
    keys = keys_of_press(kit.pictures)
    for plan in kit.prints:
        for file, key in keys_of_print(plan, "test")[0]:
            put_file(folder / "out", file.name, f"%PDF {plan.look}")
            keys[file.name] = key
    assert kit.archive is not None
    perform_archives([kit.archive], keys, store=store, folder_out=folder / "out")
    return {"zip": (folder / "out" / kit.archive.name).read_bytes()}


def test_the_zip_holds_everything_and_its_bytes_are_the_same_again(site: Path, tmp_path: Path) -> None:
    kit = kit_of(site)
    once, again = (bundled(kit, tmp_path / name)["zip"] for name in ("one", "two"))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        names = sorted(name.removeprefix("Kiezgroessen-Presse/") for name in archive.namelist())
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert names == [
        "Bilder/Aktionen/2026-05-Hoffest-1.jpg",
        "Bilder/Betriebe/Mavi-1.jpg",
        "Bilder/Bildunterschriften.txt",
        "Faktenblatt-schwarz.pdf",
        "Faktenblatt.pdf",
        "Texte/text-kurz.txt",
        "Texte/text-lang.txt",
        "Texte/text-mittel.txt",
    ]
    assert b"Ordner 1" not in everything


def test_a_business_and_an_institution_may_have_the_same_name_and_both_have_their_picture(
    site: Path, tmp_path: Path
) -> None:
    """``einrichtung-jugendclub`` beside ``jugendclub`` used to lose one of them, and so did ``jugendclub`` twice."""
    club = "profiles/einrichtungen/jugendclub"
    replace_in(
        site, f"{club}/einrichtung.md", "bedarfe:", f"fotos:\n{photo('hof.jpg', 'Hof', 'Foto: Probe', None)}bedarfe:"
    )
    put_file(site, f"{club}/hof.jpg", YARD)
    for slug in ("jugendclub", "einrichtung-jugendclub"):
        shutil.copytree((site / MAVI).parent, site / "profiles/betriebe" / slug)
    kit = kit_of(site)
    data = bundled(kit, tmp_path)["zip"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = {name for name in archive.namelist() if name.endswith(".jpg")}
    assert {
        "Kiezgroessen-Presse/Bilder/Betriebe/Jugendclub-1.jpg",
        "Kiezgroessen-Presse/Bilder/Betriebe/Einrichtung-Jugendclub-1.jpg",
        "Kiezgroessen-Presse/Bilder/Einrichtungen/Jugendclub-1.jpg",
    } <= inside
    assert len(inside) == len(kit.pictures) == len({picture.download for picture in kit.pictures})


@pytest.mark.parametrize("other", ["Bilder/Mavi-1.jpg", "bilder/mavi-1.JPG"])
def test_an_archive_that_would_lose_a_file_is_refused(other: str) -> None:
    with pytest.raises(ValueError, match="twice"):
        ArchivePlan("presse.zip", (("Bilder/Mavi-1.jpg", "presse/a.jpg"), (other, "presse/b.jpg")), ())
    with pytest.raises(ValueError, match="twice"):
        ArchivePlan("presse.zip", (("Bilder/Mavi-1.jpg", "presse/a.jpg"),), ((other, "text"),))


@pytest.mark.parametrize("place", ["kiezgroessen.make.store.Store.put", "kiezgroessen.make.presspictures.made"])
def test_a_full_disk_is_not_blamed_on_the_photo(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(place, full)
    picture = kit_of(site).pictures[0]
    order = presspictures.order_press([picture])
    (job,) = order.jobs(set(order.expected), 1)

    def kept() -> None:
        for key, data in presspictures.work(job.what, job.room, {}).made:
            Store(tmp_path / "store").put(key, data)

    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        kept()


def test_a_damaged_photo_costs_one_line_and_names_its_file(site: Path, tmp_path: Path) -> None:
    kit = kit_of(site)
    path = Path(kit.pictures[0].cut.path)
    path.write_bytes(path.read_bytes()[:-1000])
    problems = perform_press(kit.pictures, store=Store(tmp_path / "store"), folder_out=tmp_path / "out")
    assert [(problem.path, problem.message[:8]) for problem in problems] == [(MAVI, "Das Foto")]
    assert [file.name for file in (tmp_path / "out/presse").glob("*-1-*.jpg")] != []


def test_what_was_made_is_not_made_again(site: Path, tmp_path: Path) -> None:
    kit = kit_of(site)
    worked(kit, tmp_path)
    for picture in kit.pictures:
        Path(picture.cut.path).write_bytes(b"broken")
    assert perform_press(kit.pictures, store=Store(tmp_path / "store"), folder_out=tmp_path / "again") == []
    assert len(list((tmp_path / "again").rglob("*.jpg"))) == 2 * len(kit.pictures)


def test_the_credit_is_part_of_the_name_and_key(site: Path) -> None:
    """Otherwise a corrected credit would never reach anybody."""
    first = kit_of(site).pictures[0]
    other = replace(first, credit="Foto: Ganz anders")
    assert keys_of_press([first])[first.name] != keys_of_press([other])[other.name]
    assert made(first)[0] != made(other)[0]
    replace_in(site, MAVI, CREDIT, "Foto: Ganz anders")
    assert kit_of(site).pictures[0].name != first.name


@pytest.fixture
def page(site: Path, tmp_path: Path) -> Callable[..., str]:
    """The press page as HTML, in a language, with or without the whole kit."""

    def rendered(lang: str = "de", *, full: bool) -> str:
        reading = read_site(site)
        assert reading.kiez is not None
        made, problems = prepare(
            reading.kiez,
            reading.typed,
            theme=ROOT / "theme",
            site_url="https://kiez.example",
            cache=tmp_path / "cache",
            full_kits=full,
        )
        assert made is not None, problems
        return made.pages[f"{'' if lang == 'de' else f'{lang}/'}presse/index.html"]

    return rendered


def test_the_page_gives_text_numbers_and_contact_before_it_is_published(page: Callable[..., str]) -> None:
    html = page(full=False)
    for text in ("Wir antworten am selben Tag.", "Betriebe machen mit", "mailto:redaktion@probe.example"):
        assert text in html
    assert "Nur für die Redaktion" in html
    assert "Der leere Hof nach dem Fest" in html
    assert re.findall(r'href="[^"]+\.(?:zip|pdf)"|presse/[\w-]+\.jpg', html) == []


def test_published_it_gives_the_zip_the_sheet_and_every_picture(page: Callable[..., str], site: Path) -> None:
    html = page(full=True)
    kit = kit_of(site)
    assert kit.archive is not None
    files = [kit.archive.name, *(file.name for plan in kit.prints for file in plan.files if file.format == "pdf")]
    files += [name for picture in kit.pictures for name in (picture.name, picture.preview)]
    assert [name for name in files if f'"/{name}"' not in html] == []
    assert "Nur für die Redaktion" not in html
    assert "Backwerk Lotse</h3>" not in html


def test_in_arabic_german_words_are_marked(page: Callable[..., str]) -> None:
    html = page("ar", full=True)
    assert '<html lang="ar" dir="rtl">' in html
    assert re.search(r'alt="Der leere Hof nach dem Fest" lang="de" dir="ltr"', html)


def test_texts_of_the_page_lie_beside_it_as_files(site: Path) -> None:
    output = build_site(site, KIEZ_PICTURES=False, SITEURL="https://kiez.example")
    for text in boilerplates(desk_of(kiez_of(site))):
        assert (output / "presse" / text.filename).read_text("utf-8").strip() == text.text
