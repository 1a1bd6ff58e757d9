"""The kit of a business: what lies in the ZIP, what may not lie in it, and what is taken back."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # the same
import pytest
from PIL import Image
from tests.support.likeness import pictures_like, portrait_like
from tests.support.once import once
from tests.support.sites import TODAY, build_site, contents, good_site, put_file, replace_in, tree
from tests.support.suffering import IN_NAMESPACE, settings

from kiezgroessen.make import codes, qr
from kiezgroessen.make.archive import as_file, key_of_archive, may_archive_stay, zipped
from kiezgroessen.make.codes import perform_codes
from kiezgroessen.make.kits import perform_prints
from kiezgroessen.make.shop import Shop, keys_of_code, keys_of_print
from kiezgroessen.make.store import Store
from kiezgroessen.plan.kit.small import QrPlan
from kiezgroessen.plan.prints import ArchivePlan, PrintFile, plan_print
from kiezgroessen.problems import Severity, warning
from kiezgroessen.shell import kit as command
from kiezgroessen.shell.program import with_names

FACE = portrait_like(7)
PROFILE = "profiles/betriebe/mavi/profil.md"
LEAVING = ("rad-und-tat", "backwerk-lotse")
"""They have left, so that there are the two kits of one business only: German and Arabic."""
ZIP = "betriebe/mavi/material/Mavi-Material.zip"
ARABIC = "ar/betriebe/mavi/material/Mavi-Material-ar.zip"
PRIVATE = ("Ordner 1", "Blatt 1", "freigabe", "kanaele")
ADDRESS = "https://kiez.probe.example"
NEWS = (
    "---\ntitel: Neue Nachbarn\ndatum: 2026-11-20\nkurz: Im Laden an der Ecke ist wieder Licht.\n---\n\nWillkommen!\n"
)


def small_kiez(folder: Path) -> Path:
    """One active business in two languages, with the photo of somebody who has agreed to everything."""
    root = good_site(folder)
    (root / "profiles/betriebe/mavi/bild.png").unlink()
    put_file(root, "profiles/betriebe/mavi/gesicht.jpg", FACE)
    replace_in(root, PROFILE, "datei: bild.png", "datei: gesicht.jpg")
    for slug in LEAVING:
        replace_in(root, f"profiles/betriebe/{slug}/profil.md", "\ngewerbe:", "\nende: 2026-01-01\ngewerbe:")
    return root


def publish(root: Path) -> Path:
    """The site as it is published, whole kits included."""
    return build_site(root, KIEZ_KITS=True, SITEURL=ADDRESS, FEED_DOMAIN=ADDRESS)


@pytest.fixture(scope="session")
def kiez(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small Kiez, published once: ``site``, ``output``, ``cache``. Only to be read."""
    return once(tmp_path_factory.getbasetemp(), "material", lambda folder: publish(small_kiez(folder))).parent


@pytest.fixture
def own(kiez: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(kiez, tmp_path / "kiez"))


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def pictures_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """All pictures, also those within PDFs and ZIPs, as PNG."""
    found = dict(files)
    for name, data in files.items():
        if name.endswith(".zip"):
            found |= {f"{name}/{inside}": one for inside, one in pictures_in(unpacked(data)).items()}
        if name.endswith(".pdf"):
            document = pypdfium2.PdfDocument(data)
            for page in document:
                for number, image in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=15)):
                    out = io.BytesIO()
                    image.get_bitmap().to_pil().convert("L").save(out, "PNG")
                    found[f"{name}/{number}.png"] = out.getvalue()
    return found


def showing_the_face(folder: Path) -> set[str]:
    """What of an output shows the portrait: files, and files within files."""
    return set(pictures_like(pictures_in(contents(folder)), FACE))


def in_store(cache: Path) -> dict[str, bytes]:
    """Everything the store holds, named so that its kind is known by its first bytes."""
    kinds = {b"%PDF": ".pdf", b"PK\x03\x04": ".zip", b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png"}
    return {
        name + next((end for start, end in kinds.items() if data.startswith(start)), ""): data
        for name, data in contents(cache / "bilder").items()
    }


def test_the_zip_holds_everything_under_names_that_say_what_it_is(kiez: Path) -> None:
    names = list(unpacked((kiez / "output" / ZIP).read_bytes()))
    assert {
        "Mavi/LIESMICH.txt",
        "Mavi/1-Farbig-drucken/Plakat-A3-farbig.pdf",
        "Mavi/2-Schwarz-auf-farbiges-Papier/Fensterkarte-A5-schwarz.pdf",
        "Mavi/3-Fuer-die-Druckerei/Postkarte-A6-Druckerei.pdf",
        "Mavi/4-Bilder-zum-Teilen/Story-1080x1920.jpg",
        "Mavi/5-Texte/whatsapp.txt",
        "Mavi/6-QR-Code/QR-Code.svg",
        "Mavi/6-QR-Code/QR-Code-A6.pdf",
        "Mavi/7-Eigene-Website/kiezgroesse-abzeichen-hell.svg",
    } <= set(names)
    assert names == sorted(names)
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", name) for name in names)


def test_files_are_what_they_are_called(kiez: Path) -> None:
    starts = {".pdf": b"%PDF-", ".jpg": b"\xff\xd8\xff", ".png": b"\x89PNG", ".svg": b"<svg"}
    for path in (ZIP, ARABIC):
        for name, data in unpacked((kiez / "output" / path).read_bytes()).items():
            assert Path(name).suffix == ".txt" or data.startswith(starts[Path(name).suffix]), name


def test_the_note_names_every_folder_and_no_other(kiez: Path) -> None:
    for path, note in ((ZIP, "Mavi/LIESMICH.txt"), (ARABIC, "Mavi/README.txt")):
        files = unpacked((kiez / "output" / path).read_bytes())
        lines = files[note].decode("utf-8").split("\r\n")
        folders = {name.split("/")[1] for name in files if name.count("/") == 2}
        assert {line for line in lines if re.match(r"\d-", line)} == folders


def test_the_note_says_who_is_responsible_who_pays_and_where_to_ask(kiez: Path) -> None:
    note = unpacked((kiez / "output" / ZIP).read_bytes())["Mavi/LIESMICH.txt"].decode("utf-8")
    assert "V.i.S.d.P.: Ottilie Braun" in note
    assert "Gefördert durch die Stiftung Beispiel" in note
    assert "redaktion@probe.example" in note
    assert f"{ADDRESS}/betriebe/mavi/material/" in note
    assert "\n" not in note.replace("\r\n", "")


def test_texts_lie_in_the_zip_and_beside_the_page_alike(kiez: Path) -> None:
    files = unpacked((kiez / "output" / ZIP).read_bytes())
    texts = {name: data for name, data in files.items() if "/5-Texte/" in name}
    assert len(texts) >= 5
    for name, data in texts.items():
        assert (kiez / "output/betriebe/mavi/material" / Path(name).name).read_bytes() == data
        assert "Mavi" in data.decode("utf-8")


def test_the_snippet_asks_for_a_picture_that_lies_beside_it(kiez: Path) -> None:
    files = unpacked((kiez / "output" / ZIP).read_bytes())
    how = files["Mavi/7-Eigene-Website/So-einbauen.txt"].decode("utf-8")
    (picture,) = re.findall(r'src="([^"]+)"', how)
    assert f"Mavi/7-Eigene-Website/{picture}" in files
    assert f'href="{ADDRESS}/betriebe/mavi/"' in how


def test_nothing_of_a_consent_is_in_any_file(kiez: Path) -> None:
    files = contents(kiez / "output")
    everything = files | {
        f"{path}/{name}": data for path in (ZIP, ARABIC) for name, data in unpacked(files[path]).items()
    }
    for name, data in everything.items():
        for word in PRIVATE:
            assert word.encode() not in data, f"{word} in {name}"


def test_a_zip_has_the_same_bytes_wherever_and_whenever_it_is_made() -> None:
    files = {"Ö/b.txt": b"b", "Ö/a.txt": b"a"}
    data = zipped(files)
    assert data == zipped(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["Ö/a.txt", "Ö/b.txt"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert all(entry.flag_bits & 0x800 for entry in entries)


def test_two_builds_of_the_same_texts_give_the_same_kits(kiez: Path, tmp_path: Path) -> None:
    again = contents(publish(small_kiez(tmp_path)))
    first = contents(kiez / "output")
    assert [name for name in first if first[name] != again.get(name)] == []


def test_texts_are_files_for_any_computer_with_nothing_in_front_of_the_first_letter() -> None:
    assert as_file("Çay\nKuchen") == "Çay\r\nKuchen\r\n".encode()
    assert as_file("a\r\n\n") == b"a\r\n"


def test_while_consent_lasts_the_portrait_is_on_sheets_and_in_the_zip(kiez: Path) -> None:
    found = showing_the_face(kiez / "output")
    assert any(name.startswith("druck/mavi-de-plakat-a3-farbe") and ".pdf/" in name for name in found)
    assert any(name.startswith("druck/mavi-ar-postkarte-a6-druckerei") and ".pdf/" in name for name in found)
    assert any(name.startswith(f"{ZIP}/Mavi/2-Schwarz") for name in found)
    assert any(name.startswith(f"{ARABIC}/Mavi/4-Bilder") for name in found)


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (
            ("kanaele: [web, social, presse, druck]", "kanaele: [web, social, presse]"),
            ("bilder/", "teilen/", "4-Bilder"),
        ),
        (("kanaele: [web, social, presse, druck]", "kanaele: [web, presse, druck]"), ("bilder/", "druck/", ".pdf/")),
        (("am: 2026-01-15", "am: 2026-01-15\n    widerrufen: 2026-11-01"), ()),
    ],
    ids=["not for print any more", "not for social media any more", "withdrawn"],
)
def test_a_portrait_that_may_not_be_shown_leaves_the_output_the_zips_and_the_store(
    own: Path, change: tuple[str, str], left: tuple[str, ...]
) -> None:
    replace_in(own / "site", PROFILE, *change)
    published = contents(publish(own / "site"))
    found = pictures_like(pictures_in(published), FACE)
    assert [name for name in found if not any(place in name for place in left)] == []
    assert all(any(place in name for name in found) for place in left)
    kept = pictures_in(in_store(own / "cache"))
    zips = {name: data for name, data in in_store(own / "cache").items() if name.endswith(".zip")}
    assert set(zips.values()) == {published[ZIP], published[ARABIC]}, "archives of before are still in the store"
    if not left:
        assert pictures_like(kept, FACE) == []


def test_a_preview_leaves_the_published_kits_in_the_store_but_not_those_that_may_not_be(own: Path) -> None:
    zips = {name for name, data in in_store(own / "cache").items() if name.endswith(".zip")}
    build_site(own / "site")
    assert zips <= set(in_store(own / "cache"))
    replace_in(own / "site", PROFILE, "social, presse, druck", "social, presse")
    build_site(own / "site")
    assert not [name for name in in_store(own / "cache") if name.endswith((".zip", ".pdf")) and "-druck-" in name]
    assert not [name for name in in_store(own / "cache") if name.endswith(".zip")]


def test_the_wish_board_and_institutions_give_their_cards_as_files_for_paper(kiez: Path) -> None:
    found: list[str] = []
    for page, count in (
        ("wunschbrett", 5),
        ("ar/wunschbrett", 5),
        ("einrichtungen/jugendclub", 2),
        ("einrichtungen/kita-krabbe", 2),
    ):
        html = (kiez / "output" / page / "index.html").read_text("utf-8")
        files = re.findall(r'href="/(druck/[^"]+)"', html)
        assert len(files) == count, page
        for name in files:
            assert (kiez / "output" / name).read_bytes().startswith(b"%PDF-")
        found += files
    assert len(set(found)) == len(found), "each page gives sheets of its own"
    made = {f"druck/{file.name}" for file in (kiez / "output/druck").glob("*bedarfskarten*")}
    assert made == set(found), "nothing is made that nobody can find"


def test_who_has_left_has_no_material(kiez: Path, own: Path) -> None:
    for slug in LEAVING:
        assert (kiez / f"output/betriebe/{slug}/index.html").is_file()
        assert not (kiez / f"output/betriebe/{slug}/material").exists()
        assert f"{slug}/material" not in (kiez / f"output/betriebe/{slug}/index.html").read_text("utf-8")
    replace_in(own / "site", PROFILE, "\ngewerbe:", "\nende: 2026-02-01\ngewerbe:")
    published = contents(publish(own / "site"))
    assert not [name for name in published if name.startswith("druck/mavi") or name.endswith(".zip")]


def test_a_text_that_was_cut_is_a_warning_at_its_field_and_stops_nothing(tmp_path: Path) -> None:
    """Whatever the layouts do to avoid it: what the typesetter notes is said where the text was typed."""
    at = warning(PROFILE, 16, "angebote, 1. Eintrag, text: ", field="angebote.1.text")
    plan = plan_print(
        source=PROFILE,
        slug="mavi-de",
        layout="fensterkarte",
        sheet="fensterkarte-a5",
        look="farbe",
        paper="#ffffff",
        data={"width": 148, "height": 210},
        address=None,
        picture=None,
        kit="mavi-de",
        fields=[("fact", replace(at, severity=Severity.ERROR))],
    )
    shop = Shop(tmp_path / "print", tmp_path / "fonts", Store(tmp_path / "store"), "digest")
    files, note = keys_of_print(plan, shop.digest)
    for _, key in files:
        shop.store.put(key, b"made before")
    shop.store.put(note, json.dumps([{"key": "fact", "over": 12, "sheet": "Fensterkarte A5"}]).encode())
    said = perform_prints([plan], shop=shop, folder_out=tmp_path / "out")
    assert [(one.severity, one.line, one.message) for one in said] == [
        (Severity.WARNING, 16, "angebote, 1. Eintrag, text: 12 Zeichen zu lang für Fensterkarte A5.")
    ]
    assert {file.name for file, _ in files} == set(contents(tmp_path / "out"))


@pytest.fixture
def code(tmp_path: Path) -> tuple[QrPlan, Shop]:
    """A code to be made, and where."""
    files = (PrintFile("svg", "druck/qr.svg"), PrintFile("png", "druck/qr.png", 400))
    shop = Shop(tmp_path / "print", tmp_path / "fonts", Store(tmp_path / "store"), "digest")
    return QrPlan(PROFILE, f"{ADDRESS}/betriebe/mavi/", 60.0, "mavi-de", files), shop


def test_a_code_that_can_be_read_is_made_without_a_word(code: tuple[QrPlan, Shop], tmp_path: Path) -> None:
    plan, shop = code
    assert perform_codes([plan], shop=shop, folder_out=tmp_path / "out") == []
    assert set(contents(tmp_path / "out")) == {"druck/qr.svg", "druck/qr.png"}


def test_a_code_that_leads_elsewhere_or_nowhere_is_an_error_and_is_not_kept(
    code: tuple[QrPlan, Shop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, shop = code
    blank = io.BytesIO()
    Image.new("L", (400, 400), 255).save(blank, "PNG")
    for picture in (qr.qr_png(f"{ADDRESS}/betriebe/mawi/", 400), blank.getvalue()):
        monkeypatch.setattr(qr, "made_code", lambda _plan, picture=picture: [b"<svg/>", picture])
        answer = codes.work([(plan, keys_of_code(plan, shop.digest))], shop.room, {})
        said = answer.problems
        assert [(one.severity, one.path) for one in said] == [(Severity.ERROR, PROFILE)]
        assert said[0].message == f"Der QR-Code zu {plan.address} lässt sich nicht lesen."
        assert answer.made == ()
    monkeypatch.undo()
    assert perform_codes([plan], shop=shop, folder_out=tmp_path / "out") == []


def test_both_posters_are_shown_by_the_same_pictures(kiez: Path) -> None:
    """A4 is the drawing of A3: it is not drawn once more for the screen."""
    page = (kiez / "output/betriebe/mavi/material/index.html").read_text("utf-8")
    shown = re.findall(r'<img src="/druck/(mavi-de-plakat-[^"]+\.jpg)"[^>]* alt="([^":]+):', page)
    assert [alt for _, alt in shown] == ["Plakat A3", "Plakat A3", "Plakat A4", "Plakat A4"]
    assert [name for name, _ in shown[:2]] == [name for name, _ in shown[2:]]
    assert {file.name for file in (kiez / "output/druck").glob("mavi-de-plakat-*.jpg")} == {name for name, _ in shown}


def kits_of(folder: Path, kiez: Path) -> None:
    """All kits of the small Kiez, and all that was made for them."""
    site = shutil.copytree(kiez / "site", folder / "site")
    said = io.StringIO()
    with redirect_stdout(said):
        assert command.main(date=TODAY, root=site, site_url=ADDRESS, workers="1") == 0
    assert "kits/mavi/ (Deutsch, العربية): je " in said.getvalue()
    site.rename(folder / "output")


@pytest.fixture
def handed(own: Path, kiez: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of kits, after ``tasks.py kit``."""
    made = once(tmp_path_factory.getbasetemp(), "kits", lambda folder: kits_of(folder, kiez))
    for name in ("kits", "cache"):
        shutil.copytree(made / name, own / "site" / name)
    return own / "site/kits"


def test_the_command_makes_what_the_site_offers(own: Path, handed: Path) -> None:
    made = contents(handed / "mavi")
    assert made["Mavi-Material.zip"] == (own / "output" / ZIP).read_bytes()
    assert made["Mavi-Material-ar.zip"] == (own / "output" / ARABIC).read_bytes()
    inside = {name.partition("/")[2]: data for name, data in unpacked(made["Mavi-Material.zip"]).items()}
    assert {name.partition("/")[2]: data for name, data in made.items() if name.startswith("de/")} == inside
    assert [folder.name for folder in handed.iterdir() if folder.is_dir()] == ["mavi"]


def without_notes(kit: Path) -> dict[str, bytes]:
    """What somebody is handed: all files but the hidden ones, in which the program keeps its notes."""
    return {name: data for name, data in contents(kit).items() if not name.startswith(".")}


def again(own: Path, *names: str) -> int:
    """``tasks.py kit`` once more."""
    return command.main(names, date=TODAY, root=own / "site", site_url=ADDRESS, workers="1")


def added(kit: Path) -> None:
    put_file(kit, "de/1-Farbig-drucken/Von-gestern.pdf", b"old")


def deleted(kit: Path) -> None:
    shutil.rmtree(kit / "ar/5-Texte")


def edited(kit: Path) -> None:
    file = kit / "de/5-Texte/whatsapp.txt"
    file.write_bytes(file.read_bytes().swapcase())


@pytest.mark.parametrize("change", [added, deleted, edited])
def test_made_again_a_kit_is_replaced_as_a_whole(own: Path, handed: Path, change: Callable[[Path], None]) -> None:
    before = without_notes(handed / "mavi")
    change(handed / "mavi")
    assert without_notes(handed / "mavi") != before
    assert again(own, "mavi") == 0
    assert without_notes(handed / "mavi") == before
    assert sorted(one.name for one in handed.iterdir()) == ["mavi"]


def test_a_kit_that_lies_there_as_it_should_be_is_left_alone_and_said_to_be_there(
    own: Path, handed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_in(own / "site", PROFILE, "Vierzig Teegläser", "Vierzig Teegläser mit Siegel")
    assert again(own) == 0
    said, before = capsys.readouterr().out, tree(handed)
    assert "Siegel" in said
    # Neither the day nor a text that no kit shows changes anything in it.
    put_file(own / "site", "content/meldungen/2026-11-20-neu.md", NEWS)
    assert again(own) == 0
    assert capsys.readouterr().out == said
    assert tree(handed) == before
    with monkeypatch.context() as patch:
        patch.setattr(command, "prepare", lambda *_args, **_more: pytest.fail("planned although nothing has changed"))
        for names in ((), ("mavi",)):
            assert again(own, *names) == 0
            assert capsys.readouterr().out == said
    assert tree(handed) == before


@pytest.mark.parametrize(
    ("place", "old", "new", "within"),
    [
        (PROFILE, "Vierzig Teegläser", "Fünfzig Teegläser", "de/5-Texte/whatsapp.txt"),
        ("profiles/betriebe/mavi/gesicht.jpg", "", "", "de/4-Bilder-zum-Teilen/Querformat-1200x630.jpg"),
    ],
)
def test_what_has_changed_is_in_the_kit_the_next_time(
    own: Path, handed: Path, place: str, old: str, new: str, within: str
) -> None:
    before = (handed / "mavi" / within).read_bytes()
    if old:
        replace_in(own / "site", place, old, new)
    else:
        put_file(own / "site", place, portrait_like(8))
    assert again(own) == 0
    assert (handed / "mavi" / within).read_bytes() != before


def test_what_was_said_of_a_kit_is_forgotten_with_the_next_build(
    own: Path, handed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def quoting() -> list[Path]:
        files = (file for file in (own / "site/cache").rglob("*") if file.is_file())
        return [file for file in files if b"zu wenig Pixel" in file.read_bytes()]

    assert again(own) == 0
    assert "zu wenig Pixel" in capsys.readouterr().out
    assert quoting()
    build_site(own / "site", KIEZ_CACHE=str(own / "site/cache"))
    assert handed.is_dir()
    assert not quoting()


def test_a_build_takes_back_a_kit_whose_portrait_may_not_be_shown(own: Path, handed: Path) -> None:
    build_site(own / "site")
    assert (handed / "mavi").is_dir()
    replace_in(own / "site", PROFILE, "am: 2026-01-15", "am: 2026-01-15\n    widerrufen: 2026-11-01")
    build_site(own / "site")
    assert not (handed / "mavi").exists()


def test_the_command_takes_back_first_whatever_else_is_wrong(
    own: Path, handed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(own / "site", PROFILE, "am: 2026-01-15", "am: 2026-01-15\n    widerrufen: 2026-11-01")
    assert command.main(["mawi"], date=TODAY, root=own / "site", site_url=ADDRESS) == 1
    said = capsys.readouterr().out
    assert said.index("Dieses Material wurde gelöscht") < said.index("meinten Sie »mavi«?")
    assert not (handed / "mavi").exists()


def test_what_was_damaged_in_the_store_without_a_trace_is_not_printed(own: Path, handed: Path) -> None:
    before = without_notes(handed / "mavi")
    kept = {file.read_bytes(): file for file in (own / "site/cache/bilder").glob("??/*-druck-*")}
    sheet = next(file for data, file in kept.items() if data.startswith(b"%PDF") and data in before.values())
    was, data = sheet.stat(), bytearray(sheet.read_bytes())
    data[len(data) // 2] ^= 1
    with sheet.open("rb+") as file:
        file.write(data)
    os.utime(sheet, ns=(was.st_atime_ns, was.st_mtime_ns))
    added(handed / "mavi")
    assert again(own, "mavi") == 0
    assert without_notes(handed / "mavi") == before


def test_what_a_killed_command_left_on_its_table_goes_with_the_next_build(own: Path) -> None:
    for left in (".tisch-a/druck/mavi.pdf", "schrift-druck/.tisch-b/blatt/bild.jpg"):
        put_file(own / "cache", left, FACE)
    put_file(own / "site/kits", ".mavi.neu-c/mavi/de/Plakat.pdf", FACE)
    build_site(own / "site", KIEZ_PICTURES=False)
    assert not list((own / "cache").rglob(".tisch-*"))
    assert not list((own / "site/kits").iterdir())


def test_the_command_keeps_what_it_makes_where_the_settings_say(own: Path) -> None:
    settings = f'SITEURL = "{ADDRESS}"\nKIEZ_WORKERS = 1\nKIEZ_CACHE = {str(own / "cache")!r}\n'
    put_file(own / "site", "publishconf.py", settings)
    left = put_file(own / "cache", ".tisch-a/druck/mavi.pdf", FACE)
    assert command.main(["mavi"], date=TODAY, root=own / "site") == 0
    assert not (own / "site/cache").exists()
    assert not left.exists()


@pytest.mark.parametrize("place", ["kiezgroessen.make.store.os.replace", "kiezgroessen.make.handed.shutil.copyfile"])
def test_a_full_disk_is_said_in_one_sentence_and_the_old_kit_stays(
    own: Path, handed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = contents(handed)
    replace_in(own / "site", PROFILE, "Vierzig Teegläser", "Fünfzig Teegläser")
    monkeypatch.setattr(place, full)
    assert command.main(date=TODAY, root=own / "site", site_url=ADDRESS, workers="1") == 1
    said = capsys.readouterr().out
    assert said.count("\n") == 1, said
    assert said.startswith("Der Datenträger ist voll: ")
    assert contents(handed) == before


FULL_DISK = """mount -t tmpfs -o size=200m tmpfs "$SMALL" && cp -a cache/. "$SMALL" || exit 77
head -c 1G /dev/zero > "$SMALL/voll" 2> /dev/null
exec "$PYTHON" -c "
import sys; from pathlib import Path; from kiezgroessen.shell import kit
sys.exit(kit.main(date='$DAY', root=Path.cwd()))
"
"""


def test_a_disk_that_is_full_when_sheets_are_set_is_said_in_one_line(own: Path, handed: Path, tmp_path: Path) -> None:
    """A real one, full from the first file that the typesetter is given; everything but its sheets is kept."""
    tried = subprocess.run([*IN_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip(f"needs mounts of its own: {tried.stderr.decode().strip()}")
    small, root = tmp_path / "klein", own / "site"
    small.mkdir()
    settings(root, small, KIEZ_WORKERS=1, SITEURL=ADDRESS, FEED_DOMAIN=ADDRESS)
    sheets = list(root.glob("cache/bilder/??/*-druck-*"))
    assert sheets
    for file in sheets:
        file.unlink()
    added(handed / "mavi")
    before = tree(handed)
    about = {
        "SMALL": small,
        "PYTHON": sys.executable,
        "DAY": TODAY,
        "PYTHONPATH": Path(__file__).parents[1] / "plugins",
    }
    done = subprocess.run(
        [*IN_NAMESPACE, "sh", "-c", FULL_DISK],
        cwd=root,
        env=os.environ | {name: str(value) for name, value in about.items()},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    said = done.stdout + done.stderr
    assert (done.returncode, said.count("\n")) == (1, 1), said
    assert said.startswith("Der Datenträger ist voll: ")
    assert tree(handed) == before


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("mawi", "Einen Betrieb »mawi« gibt es nicht – meinten Sie »mavi«?"),
        ("Café Mavy", "gibt es nicht – meinten Sie »mavi«?"),
        ("zzz", "Einen Betrieb »zzz« gibt es nicht.\n"),
        ("rad-und-tat", "»rad-und-tat« ist nicht mehr dabei (ende: in profil.md); dafür wird kein Material gemacht."),
    ],
)
def test_wrong_names_are_answered_in_words(
    own: Path, capsys: pytest.CaptureFixture[str], name: str, answer: str
) -> None:
    assert command.main([name], date=TODAY, root=own / "site", site_url=ADDRESS) == 1
    assert answer in capsys.readouterr().out
    assert not (own / "site/kits").exists()


def test_a_draft_is_told_from_a_slip(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(own / "site", PROFILE, "gewerbe: cafe", "status: entwurf\ngewerbe: cafe")
    assert command.main(["profiles/betriebe/mavi/"], date=TODAY, root=own / "site", site_url=ADDRESS) == 1
    said = capsys.readouterr().out
    assert "»mavi« wird noch nicht gezeigt (profiles/betriebe/mavi/profil.md, status)" in said
    assert "Es wurde nichts gemacht." in said


def test_what_would_look_wrong_is_said_with_the_kit(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(own / "site", PROFILE, "Vierzig Teegläser", "Vierzig Teegläser mit Siegel")
    command.main(["mavi"], date=TODAY, root=own / "site", site_url=ADDRESS, workers="1")
    assert f"{PROFILE}:" in (said := capsys.readouterr().out)
    assert "Siegel" in said


def test_with_errors_in_the_texts_there_is_no_material(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(own / "site", PROFILE, "gewerbe: cafe", "gewerbe: kaffee")
    assert command.main(date=TODAY, root=own / "site", site_url=ADDRESS) == 2
    assert f"{PROFILE}:" in capsys.readouterr().out


def test_names_behind_kit_are_taken_together() -> None:
    assert with_names(["tasks.py", "kit", "mavi", "rad-und-tat", "--date", "2026-11-22"]) == [
        "tasks.py",
        "kit",
        "--names",
        "mavi,rad-und-tat",
        "--date",
        "2026-11-22",
    ]
    assert with_names(["tasks.py", "kit"]) == ["tasks.py", "kit"]
    assert with_names(["tasks.py", "new", "betrieb", "kit"]) == ["tasks.py", "new", "betrieb", "kit"]


def test_an_archive_stays_in_the_store_while_all_its_photos_are_shown_where_it_shows_them() -> None:
    plan = ArchivePlan("a.zip", (("p.pdf", "druck/p.pdf"), ("t.jpg", "teilen/t.jpg"), ("q.svg", "druck/q.svg")), ())
    keys = {"druck/p.pdf": "ab-druck-1", "teilen/t.jpg": "ab-teilen-2", "druck/q.svg": "cd-text-3"}
    key = key_of_archive(plan, keys)
    assert may_archive_stay(key, {"ab-druck", "ab-teilen", "ef-druck"})
    assert not may_archive_stay(key, {"ab-druck"})
    assert not may_archive_stay(key, set())
    many = {f"druck/{n}.pdf": f"{n:016}-presse-1" for n in range(30)}
    of_many = ArchivePlan("b.zip", tuple((f"{n}.pdf", name) for n, name in enumerate(many)), ())
    crowded = key_of_archive(of_many, many)
    assert len(crowded) < 200
    assert not may_archive_stay(crowded, {f"{n:016}-presse" for n in range(30)})
