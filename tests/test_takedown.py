"""Somebody says »take me off«: afterwards nothing is left, of them and of nobody else."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from tests.support.remains import files_in, showing
from tests.support.sites import TODAY, build_site, contents, put_file, read_site, replace_in, report
from tests.support.takedown import (
    ADDRESS,
    CALL,
    FEAST,
    LOTSE,
    MAVI,
    NEWS,
    RAD,
    WORDS,
    left,
    photo_of,
    put_beside,
    said_yes,
    site_at,
    take_down,
)

from kiezgroessen.make.handed import hand_out
from kiezgroessen.problems import as_text
from kiezgroessen.shell import takedown_sources
from kiezgroessen.write.source import COPY, keep_source


@pytest.fixture
def site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site to be changed at will."""
    return site_at(tmp_path, tmp_path_factory.getbasetemp())


def test_before_there_is_much_of_them(site: Path) -> None:
    """Shows that the search in these tests finds something."""
    found = left(site, *WORDS)
    assert set(found) == set(WORDS)
    assert "output/sitemap.xml" in found["betriebe/mavi"]
    pictures = showing(files_in(site), photo_of(site))
    assert [name for name in pictures if name.startswith("output/bilder/")]
    assert [name for name in pictures if name.startswith("cache/bilder/")]


def test_a_business_goes_with_all_its_words_and_pictures_in_every_language(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = photo_of(site)
    others = {name for name in contents(site / "output") if "mavi" not in name}
    assert take_down(site, "mavi") == 0
    assert left(site, *WORDS) == {}
    assert showing(files_in(site), photo) == []
    assert not (site / "output/ar/betriebe/mavi").exists()
    assert "Auf diesem Rechner ist nichts mehr da" in capsys.readouterr().out
    after = set(contents(site / "output"))
    pages = {name for name in others if name.endswith(("index.html", ".xml", ".ics"))}
    gone = {name for name in pages - after if "/gewerbe/cafe/" not in name and "/angebot/praktikum/" not in name}
    assert gone == set()
    assert read_site(site).kiez is not None, report(site)


def test_files_of_others_keep_every_other_byte(site: Path) -> None:
    before = contents(site)
    assert take_down(site, "mavi") == 0
    after = contents(site)
    assert after[FEAST] == before[FEAST].replace(b"[mavi, backwerk-lotse]", b"[backwerk-lotse]").replace(
        b"angebot: [mavi/teeglaeser]\n", b""
    )
    assert after[NEWS] == before[NEWS].replace(b"betriebe: mavi\n", b"").replace(
        "[Café](/betriebe/mavi/)".encode(), "Café".encode()
    )
    assert after[CALL] == before[CALL].replace(b"betriebe: [mavi]\n", b"")
    touched = {FEAST, NEWS, CALL, "content/entfernt.yaml"}
    sources = {name for name in before if name.startswith(("content/", "profiles/")) and "/mavi/" not in name}
    assert {name for name in sources if after[name] != before[name]} == touched - {"content/entfernt.yaml"}


def test_everything_is_shown_and_asked_before_anything_happens(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_beside(site, RAD, "Wie man einen Reifen flickt", f"Reifen flicken,{' lange' * 20} wie bei Derya Aksoy")
    put_file(site, "listen/notiz.txt", "Derya Aksoy anrufen\n")
    put_file(site, "bewerbungen/2026-11-01-mavi.txt", "Bewerbung von uns\n")
    before = contents(site)
    assert take_down(site, "mavi", ask=lambda _: "nein") == 1
    assert contents(site) == before
    shown = capsys.readouterr().out
    assert "Danach wird nicht gesucht" not in shown
    for line in (
        "profiles/betriebe/mavi/",
        f"{FEAST}:7: betriebe: [mavi, backwerk-lotse]",
        f"{NEWS}:9: Die Tische stehen",
        f"{RAD}:6: … ",
        " lange wie bei Derya Aksoy",
        "listen/notiz.txt",
        "bewerbungen/2026-11-01-mavi.txt",
        "Es wurde nichts geändert.",
    ):
        assert line in shown


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FEAST, "status: erledigt", "status: [erledigt"),
        (MAVI, "gewerbe: cafe", "gewerbe: [cafe"),
    ],
    ids=["somebody else's", "their own"],
)
def test_other_texts_may_be_broken(
    site: Path, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str
) -> None:
    replace_in(site, path, old, new)
    pages = {name for name in contents(site / "output") if name.endswith("index.html") and "mavi" not in name}
    code = take_down(site, "mavi")
    said = capsys.readouterr()
    kept = left(site, *(word for word in WORDS if path != FEAST or word != "betriebe/mavi"))
    assert (code, kept) == (0, {}), said.out
    assert ("aus dem letzten guten Stand" in said.out) == (path != MAVI)
    # What was built for another address is not published: that needs texts without errors.
    assert ("In output/ lag eine Vorschau" in said.out) == (path != MAVI)
    missing = {
        name for name in pages - set(contents(site / "output")) if "gewerbe" not in name and "angebot" not in name
    }
    assert missing == set()


def test_a_consent_in_a_file_that_cannot_be_changed_is_not_called_withdrawn(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = photo_of(site)
    replace_in(site, MAVI, "gewerbe: cafe", "gewerbe: [cafe")
    assert take_down(site, "mavi/derya") == 1
    assert f"{MAVI}: Bei der Freigabe »derya« muss noch stehen: widerrufen: {TODAY}" in capsys.readouterr().out
    assert showing(files_in(site / "output"), photo) == []
    replace_in(site, MAVI, "gewerbe: [cafe", "gewerbe: cafe")
    assert take_down(site, "mavi/derya") == 0


def test_a_photo_goes_and_its_business_stays(site: Path) -> None:
    photo = photo_of(site)
    put_file(site, "kits/mavi/de/Plakat.pdf", b"%PDF")
    assert take_down(site, "profiles/betriebe/mavi/bild.jpg") == 0
    assert showing(files_in(site), photo) == []
    assert "fotos" not in (site / MAVI).read_text("utf-8")
    assert "fotos" not in (site / MAVI.replace(".md", ".ar.md")).read_text("utf-8")
    assert "kennung: derya" in (site / MAVI).read_text("utf-8")
    assert "Café Mavi" in (site / "output/betriebe/mavi/index.html").read_text("utf-8")
    assert left(site, "Eine Frau steht hinter einer Theke", "رسم لامرأة خلف طاولة البيع") == {}
    assert not (site / "kits/mavi").exists()
    assert "art: foto" in (site / "content/entfernt.yaml").read_text("utf-8")


def test_a_consent_is_withdrawn_for_everything_it_covers(site: Path) -> None:
    photo = photo_of(site)
    before = (site / MAVI).read_bytes()
    assert take_down(site, "mavi/derya") == 0
    assert showing(files_in(site, "profiles/", f"{COPY}/"), photo) == []
    assert photo_of(site) == photo
    line = b"    kanaele: [web, social, presse, druck]\n"
    assert (site / MAVI).read_bytes() == before.replace(line, line + f"    widerrufen: {TODAY}\n".encode())
    assert (site / COPY / MAVI).read_bytes() == (site / MAVI).read_bytes()


def shared(site: Path) -> None:
    """The same photo with somebody who may keep it."""
    put_file(site, "profiles/betriebe/rad-und-tat/bild.jpg", photo_of(site))
    entry = '---\nfotos:\n  - {datei: bild.jpg, alt: Zwei vor dem Laden, urheber: "Foto: Jo", personen: nein}\n'
    text = (site / RAD).read_text("utf-8")
    put_file(site, RAD, text.replace("---\n", entry, 1))
    settings = {"SITEURL": ADDRESS, "FEED_DOMAIN": ADDRESS, "KIEZ_CACHE": str(site / "cache")}
    build_site(site, site / "output", **settings)
    assert keep_source(site, site / COPY, since=10**30)


@pytest.mark.parametrize("what", ["mavi", "mavi/bild.jpg", "mavi/derya"])
def test_who_has_the_same_photo_may_keep_it(site: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    shared(site)
    photo = photo_of(site)
    assert take_down(site, what) == 0
    assert "Dasselbe Bild liegt auch hier und bleibt" in capsys.readouterr().out
    pictures = showing(files_in(site / "output"), photo)
    # A consent that is taken back stays on file and speaks for all copies; who is gone says nothing any more.
    assert any(name.startswith("bilder/rad-und-tat-") for name in pictures) is (what != "mavi/derya")
    assert (site / "profiles/betriebe/rad-und-tat/bild.jpg").read_bytes() == photo
    assert [name for name in pictures if "mavi" in name] == []


def test_an_institution_goes_with_its_wishes(site: Path) -> None:
    assert take_down(site, "jugendclub", ask=said_yes) == 0
    assert left(site, "Jugendclub Luke", "030 23125 301", "luke@probe.example", "jugendclub--laptops") == {}
    assert "Café Mavi" in (site / "output/betriebe/mavi/index.html").read_text("utf-8")


def test_an_action_goes(site: Path) -> None:
    assert take_down(site, "2026-12-plaetzchen") == 0
    assert left(site, "2026-12-plaetzchen", "Die Kinder bringen ihre Schürzen mit") == {}
    assert not list((site / "output").rglob("*plaetzchen*"))


def test_whoever_is_named_in_a_text_is_shown_with_the_line_and_nothing_is_called_done(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_beside(site, FEAST, "um 14:05 Uhr nicht mehr.", "um 14:05 Uhr nicht mehr.\nAm Grill stand Derya Aksoy.")
    assert take_down(site, "mavi") == 1
    said = capsys.readouterr().out
    assert f"{FEAST}:20: Am Grill stand Derya Aksoy." in said
    assert "NICHT FERTIG" in said
    assert "output/aktionen/2026-05-hoffest/index.html: »Derya Aksoy«" in said
    assert "nichts mehr da" not in said
    replace_in(site, FEAST, "\nAm Grill stand Derya Aksoy.", "")
    assert take_down(site, "mavi") == 0
    assert left(site, *WORDS) == {}


def test_what_is_neither_text_nor_photo_is_searched_as_well(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = FEAST.rpartition("/")[0]
    put_file(site, f"{folder}/aktion.md~", "Derya Aksoy bringt Teegläser.\n")
    (site / folder / ".bild.jpg.swp").write_bytes(photo_of(site))
    with zipfile.ZipFile(site / folder / "brief.docx", "w", zipfile.ZIP_DEFLATED) as letter:
        letter.writestr("word/document.xml", "<w:t>Derya Aksoy</w:t>")
    put_file(site, f"{folder}/brief.docx~", "Nichts von ihr.\n")
    lines = [
        f"{folder}/.bild.jpg.swp: ein Bild davon",
        f"{folder}/aktion.md~: »Derya Aksoy«",
        f"{folder}/brief.docx: word/document.xml: »Derya Aksoy«",
    ]
    assert take_down(site, "mavi", ask=lambda _: "nein") == 1
    shown = capsys.readouterr().out
    assert [line for line in lines if line in shown] == lines
    assert take_down(site, "mavi") == 1
    said = capsys.readouterr().out
    assert [line for line in lines if line in said] == lines
    assert "brief.docx~" not in shown + said
    assert "nichts mehr da" not in said
    for name in ("aktion.md~", ".bild.jpg.swp", "brief.docx"):
        (site / folder / name).unlink()
    assert take_down(site, "mavi") == 0


def test_quotes_go_with_whoever_said_them_in_all_languages(site: Path) -> None:
    quotes = (
        "  - text: Ohne Tee kein Fest.\n    wer: Derya Aksoy, Café Mavi\n  - text: Es gab zu essen.\n    wer: Ida\n"
    )
    put_beside(site, FEAST, "    woher: Probestraße 5\n", f"    woher: Probestraße 5\n{quotes}")
    for root in (site, site / COPY):
        put_file(
            root,
            FEAST.replace(".md", ".ar.md"),
            "---\nzitate:\n  - text: خبز للجميع\n  - text: شاي بلا نهاية\n  - text: طعام كثير\n---\n",
        )
    assert take_down(site, "mavi") == 0
    assert left(site, *WORDS, "Ohne Tee kein Fest", "شاي بلا نهاية") == {}
    page = (site / "output/ar/aktionen/2026-05-hoffest/index.html").read_text("utf-8")
    assert "طعام كثير" in page


@pytest.mark.parametrize("last", ["aktion.md", "aktion.ar.md"])
def test_a_translation_is_changed_in_the_right_place_whichever_file_was_written_last(
    site: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    quotes = "  - text: Ohne Tee kein Fest.\n    wer: Derya Aksoy\n  - text: Es gab zu essen.\n    wer: Ida\n"
    put_beside(site, FEAST, "    woher: Probestraße 5\n", f"    woher: Probestraße 5\n{quotes}")
    arabic = FEAST.replace(".md", ".ar.md")
    for root in (site, site / COPY):
        put_file(
            root, arabic, "---\nzitate:\n  - text: خبز للجميع\n  - text: شاي بلا نهاية\n  - text: طعام كثير\n---\n"
        )
    write = takedown_sources.put

    def write_and_die(file: Path, data: bytes) -> None:
        write(file, data)
        if file.name == last:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(takedown_sources, "put", write_and_die)
        with pytest.raises(KeyboardInterrupt):
            take_down(site, "mavi")
    assert take_down(site, "mavi") == 0
    assert (site / arabic).read_text("utf-8") == "---\nzitate:\n  - text: خبز للجميع\n  - text: طعام كثير\n---\n"
    assert "Ohne Tee" not in (site / FEAST).read_text("utf-8")


SPELLED = {
    "Işıl İnci": "IŞIL İNCİ",
    "Işıl Öz": "ışıl öz",
    "Gülşen Çiçek": unicodedata.normalize("NFD", "Gülşen Çiçek"),
    "مُحَمَّد الأحمد": "محمد الأحمد",
    "Jörg Weiß": "JOERG WEISS",
}


def test_names_are_found_however_they_are_written(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_beside(site, MAVI, "inhaber: [Derya Aksoy]", f"inhaber: [{', '.join(SPELLED)}]")
    guests = "".join(f"\nGast war {written}." for written in SPELLED.values())
    put_beside(site, FEAST, "um 14:05 Uhr nicht mehr.", f"um 14:05 Uhr nicht mehr.{guests}")
    assert take_down(site, "mavi") == 1
    said = capsys.readouterr().out.partition("NICHT FERTIG")[2]
    assert [line for line in range(15, 30) if f"{FEAST}:{line}: Gast war" in said] == list(range(20, 20 + len(SPELLED)))
    assert "output/aktionen/2026-05-hoffest/index.html" in said


def test_words_of_others_do_not_hide_the_person(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """»Café« is a trade of everybody's; »Mavi« is part of somebody else's name."""
    put_beside(site, LOTSE, "name: Backwerk Lotse", "name: Café Mavi Süd")
    put_beside(site, FEAST, "um 14:05 Uhr nicht mehr.", "um 14:05 Uhr kam Café Mavi Süd.\nUnd das Café Mavi.")
    assert take_down(site, "mavi") == 1
    said = capsys.readouterr().out
    assert f"{FEAST}:20: Und das Café Mavi." in said
    assert f"{FEAST}:19" not in said.partition("NICHT FERTIG")[2]


def test_what_means_somebody_else_may_stay_if_the_editor_says_so(site: Path) -> None:
    put_beside(site, RAD, "Wie man einen Reifen flickt", "Reifen, nicht nur im Café Mavi in Rostock")
    answers = iter(["ja", "ja"])
    assert take_down(site, "mavi", ask=lambda _question: next(answers)) == 0
    assert list(answers) == []


def recoded(photo: bytes) -> bytes:
    """The photo as somebody else would save it."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(photo)) as picture:
        picture.resize((330, 413)).save(out, "WEBP", quality=40)
    return out.getvalue()


def test_nothing_is_called_done_while_anything_is_left(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = photo_of(site)
    hidden = {
        "output.mobil/x/index.html": b"<p>Caf&eacute;&nbsp;<b>Mavi</b>",
        "cache/rest/mavi-1-ff.txt": b"-",
        "cache/rest/bild": photo,
        "cache/rest/kopie": recoded(photo),
        "cache/bilder/ab/cd-text-ef": b"Derya Aksoy",
        "listen/notiz.txt": b"Derya Aksoy anrufen",
        "bewerbungen/2026-10-01-anders.txt": b"wie Derya Aksoy",
    }
    for path, data in hidden.items():
        put_file(site, path, data)
    assert take_down(site, "mavi") == 1
    said = capsys.readouterr().out.partition("NICHT FERTIG")[2]
    # What nobody asked for goes out of the store by itself.
    assert {path for path in hidden if path in said} == set(hidden) - {"cache/bilder/ab/cd-text-ef"}
    for path in hidden:
        (site / path).unlink(missing_ok=True)
    assert take_down(site, "mavi") == 0


def sheet_naming(words: str) -> bytes:
    """A PDF whose packed notes name somebody."""
    packed = zlib.compress(f"<rdf:li>{words}</rdf:li>".encode())
    head = b"%%PDF-1.7\n1 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % len(packed)
    return head + packed + b"\nendstream\nendobj\n"


def test_what_can_be_made_again_is_deleted(site: Path) -> None:
    shutil.copytree(site / "profiles/betriebe/rad-und-tat", site / "profiles/betriebe/andere")
    sheet = put_file(site.parent, "sheet.pdf", sheet_naming("Fest mit Café Mavi"))
    empty = put_file(site.parent, "empty.pdf", "ohne Namen")
    for name, file in (("mavi", empty), ("backwerk-lotse", empty), ("rad-und-tat", sheet), ("andere", empty)):
        hand_out(site / "kits", name, {"de/Plakat.pdf": file}, ())
    for name, file in (("mavi-de.pdf", empty), ("probestrasse/alle-de.pdf", sheet), ("leer-de.pdf", empty)):
        put_file(site, f"besuche/{name}", file.read_bytes())
    put_file(site, "cache/vorschau/betriebe/mavi/index.html", "Café Mavi")
    put_file(site, ".output.neu-abc/index.html", "Café Mavi")
    put_file(site, "cache/bilder/ab/.new-x", "Café Mavi")
    put_file(site, "listen/nachfragen-2026-11-01.csv", "Café Mavi;030 23125 201")
    put_file(site, "bewerbungen/2026-11-01-mavi-2.txt", "Café Mavi")
    put_file(site, "bewerbungen/2026-11-01-anders.txt", "Anders")
    assert take_down(site, "mavi") == 0
    assert sorted(kit.name for kit in (site / "kits").iterdir()) == ["andere"]
    assert sorted(contents(site / "besuche")) == ["leer-de.pdf"]
    assert sorted(contents(site / "bewerbungen")) == ["2026-11-01-anders.txt"]
    assert left(site, *WORDS) == {}


def test_nothing_set_in_type_for_them_stays_in_the_store(site: Path) -> None:
    """Their name stands in pixels there, where no search reads it."""
    page = site / "output/teilen"
    shown = {file.read_bytes() for file in page.glob("mavi-*")}
    stored = {file.read_bytes() for file in (site / "cache/bilder").rglob("*") if file.is_file()}
    assert shown
    assert shown <= stored
    assert take_down(site, "mavi") == 0
    stored = {file.read_bytes() for file in (site / "cache/bilder").rglob("*") if file.is_file()}
    assert shown & stored == set()


def test_the_list_of_what_people_have_to_do_is_kept_without_a_name(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take_down(site, "mavi") == 0
    said = capsys.readouterr().out
    for word in (
        "git filter-repo --invert-paths --path profiles/betriebe/mavi/",
        "CDN",
        "Suchmaschinen",
        "Sicherungen",
    ):
        assert word in said
    (file,) = (site / "listen").iterdir()
    kept = file.read_text("utf-8")
    assert "Suchmaschinen" in kept
    assert "mavi" not in kept.lower()
    assert file.stat().st_mode & 0o077 == 0


def test_a_street_that_two_have_is_not_looked_for_and_that_is_said(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_beside(site, LOTSE, "strasse: Probestraße 3", "strasse: Probestraße 2")
    assert take_down(site, "mavi") == 0
    said = capsys.readouterr().out
    assert "Danach wird nicht gesucht, weil andere dasselbe von sich sagen:\n  Probestraße 2\n" in said
    assert "Probestraße 2" in (site / "output/betriebe/backwerk-lotse/index.html").read_text("utf-8")


def test_servers_of_ones_own_are_told_once_that_something_is_gone(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take_down(site, "mavi") == 0
    assert "        python3 tasks.py hosting\n" in capsys.readouterr().out
    assert take_down(site, "rad-und-tat", ask=said_yes) == 0
    assert "tasks.py hosting" not in capsys.readouterr().out


def test_a_second_time_there_is_nothing_to_do(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert take_down(site, "mavi") == 0
    before = contents(site)
    assert take_down(site, "mavi") == 0
    assert "wurde schon herausgenommen" in capsys.readouterr().out
    assert contents(site) == before


def test_a_folder_that_is_a_link_is_left_to_people(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = put_file(site.parent, "draussen/urlaub.png", "Bild")
    (site / "profiles/betriebe/boese").symlink_to(outside.parent, target_is_directory=True)
    assert take_down(site, "boese/urlaub.png") == 1
    assert take_down(site, "boese") == 1
    assert "führt woandershin: bitte von Hand löschen" in capsys.readouterr().out
    assert outside.read_text("utf-8") == "Bild"


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("mavy", "»mavy« gibt es nicht – meinten Sie »mavi«?"),
        ("Cafe Mavi", "meinten Sie »mavi«?"),
        ("mavi/bidl.jpg", "Meinten Sie »bild.jpg«?"),
        ("mavi/deria", "Meinten Sie »derya«?"),
        ("../mavi", "kein Ordner"),
        ("", "kein Ordner"),
    ],
)
def test_who_is_unknown_is_asked_for(site: Path, capsys: pytest.CaptureFixture[str], what: str, answer: str) -> None:
    before = contents(site)
    assert take_down(site, what) == 1
    assert answer in capsys.readouterr().out
    assert contents(site) == before


def test_a_name_that_two_have_is_asked_for(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(site / "profiles/einrichtungen/kita-krabbe", site / "profiles/einrichtungen/mavi")
    assert take_down(site, "mavi") == 1
    assert "Gemeint ist betriebe/mavi oder einrichtungen/mavi?" in capsys.readouterr().out


STEPS = """
import os, sys
from pathlib import Path
from kiezgroessen.shell import takedown, takedown_sources
number = int(sys.argv[2])
seen = 0
def count(event, _given):
    global seen
    if event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "shutil.rmtree", "shutil.copyfile"):
        seen += 1
        if seen == number:
            os._exit(77)
sys.addaudithook(count)
code = takedown.main("mavi", yes=True, date=sys.argv[3], root=Path(sys.argv[1]), site_url=sys.argv[4])
print("\\nSCHRITTE", seen)
sys.exit(code)
"""


def killed_at(site: Path, number: int) -> subprocess.CompletedProcess[str]:
    """A takedown that ends at once, as a power cut would have it, before that many changes of the disk."""
    command = [sys.executable, "-c", STEPS, str(site), str(number), TODAY, ADDRESS]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=Path(__file__).parent.parent)


@pytest.mark.parametrize("number", [4, 7, 10, 14, 30, 150])
def test_whoever_was_killed_can_go_on(site: Path, number: int) -> None:
    pages = {name for name in contents(site / "output") if name.endswith("index.html") and "mavi" not in name}
    pages = {name for name in pages if "/gewerbe/cafe/" not in name and "/angebot/praktikum/" not in name}
    assert killed_at(site, number).returncode == 77
    output = site / "output" if (site / "output").exists() else site / "output.alt"
    assert pages <= set(contents(output))
    assert take_down(site, "mavi") == 0
    assert left(site, *WORDS) == {}
    assert pages <= set(contents(site / "output"))
    assert not (site / "cache/herausnehmen").exists()
    stones = (site / "content/entfernt.yaml").read_text("utf-8")
    assert stones.count("art: betrieb") == 1


def test_the_address_is_nobodys_any_more(site: Path) -> None:
    (site.parent / "alt").mkdir()
    shutil.copytree(site / "profiles/betriebe/mavi", site.parent / "alt/mavi")
    assert take_down(site, "mavi") == 0
    assert report(site) == report(site).replace("entfernt", "")
    shutil.copytree(site / "profiles/betriebe/rad-und-tat", site / "profiles/betriebe/mavi")
    (problem,) = [one for one in read_site(site).problems if one.path == "profiles/betriebe/mavi"]
    assert "Unter diesem Namen wurde am" in problem.message
    assert "anders nennen" in (problem.hint or "")
    shutil.move(site / "profiles/betriebe/mavi", site / "profiles/betriebe/mavi-neu")
    assert read_site(site).kiez is not None, as_text(read_site(site).problems)
