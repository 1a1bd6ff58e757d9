"""Which files are taken, which are refused, and what is said about a wrong name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiezgroessen.problems import Problem
from kiezgroessen.read.photos import PHOTO_BYTES
from kiezgroessen.read.slugs import is_day_slug, is_month_slug, is_slug, slugify
from kiezgroessen.read.tree import MOST_PROBLEMS, TEXT_BYTES, Tree, scan

FILES = (
    "content/kiez.yaml",
    "content/kiez.ar.yaml",
    "content/kampagnen/offener-aufruf/kampagne.md",
    "content/meldungen/2026-05-17-hoffest.md",
    "content/meldungen/2026-05-17-hoffest.tr.md",
    "content/seiten/impressum.md",
    "profiles/aktionen/2026-05-hoffest/aktion.md",
    "profiles/betriebe/mavi/profil.md",
    "profiles/betriebe/mavi/profil.leicht.md",
    "profiles/einrichtungen/kita-11/einrichtung.md",
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path in FILES:
        add(tmp_path, path)
    return tmp_path


def add(root: Path, path: str, data: bytes = b"") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


def look(root: Path) -> tuple[Tree, list[Problem]]:
    return scan(root, ("de", "tr", "ar", "en", "leicht"))


def only_problem(root: Path, path: str) -> Problem:
    """The one problem of a site, which has to be about ``path``."""
    problems = look(root)[1]
    assert [problem.path for problem in problems] == [path]
    return problems[0]


def test_every_kind_of_document_is_found_with_slug_and_language(site: Path) -> None:
    tree, problems = look(site)
    assert problems == []
    assert tuple(tree.texts) == tuple(sorted(FILES))
    found = [(text.kind, text.slug, text.lang, text.folder) for text in tree.texts.values()]
    assert ("kiez", "", "ar", "content") in found
    assert ("campaign", "offener-aufruf", "de", "content/kampagnen/offener-aufruf") in found
    assert ("news", "2026-05-17-hoffest", "tr", "content/meldungen") in found
    assert ("page", "impressum", "de", "content/seiten") in found
    assert ("action", "2026-05-hoffest", "de", "profiles/aktionen/2026-05-hoffest") in found
    assert ("business", "mavi", "leicht", "profiles/betriebe/mavi") in found
    assert ("institution", "kita-11", "de", "profiles/einrichtungen/kita-11") in found


def test_photos_are_listed_by_folder_whatever_the_case_of_the_ending(site: Path) -> None:
    for name in ("b.JPG", "a.jpeg", "c.HEIC", "d.webp", "e.png"):
        add(site, f"profiles/betriebe/mavi/{name}")
    tree, problems = look(site)
    assert problems == []
    assert tree.photos == {"profiles/betriebe/mavi": ("a.jpeg", "b.JPG", "c.HEIC", "d.webp", "e.png")}


def test_files_that_systems_and_programs_leave_are_passed_over(site: Path) -> None:
    for name in ("README.md", ".gitkeep", ".DS_Store", "Thumbs.db", ".profil.md.swp", "profil.md~", "._profil.md"):
        add(site, f"profiles/betriebe/mavi/{name}")
        add(site, f"profiles/{name}")
    assert look(site)[1] == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("profl.md", "Meinten Sie »profil.md«?"),
        ("Profil.tr.md", "Meinten Sie »profil.tr.md«?"),
        ("profil.md.txt", "Meinten Sie »profil.md«?"),
        ("profil.leich.md", "Meinten Sie »profil.leicht.md«?"),
        ("profil.xx.md", "Möglich sind: ar, en, leicht, tr."),
        ("profil.de.md", "Die Datei umbenennen in »profil.md«."),
        ("aktion.md", "Ihr Platz ist profiles/aktionen/."),
        ("profil.docx", "Den Text in profil.md kopieren."),
        ("portrait.gif", "Bitte als JPEG (.jpg) oder PNG speichern."),
        ("notizen.xyz", "Erlaubt sind profil.md, ihre Übersetzungen und Fotos."),
    ],
)
def test_a_wrong_file_name_gets_the_right_one(site: Path, name: str, hint: str) -> None:
    add(site, f"profiles/betriebe/mavi/{name}")
    problem = only_problem(site, f"profiles/betriebe/mavi/{name}")
    assert problem.hint == hint
    assert problem.line is None


@pytest.mark.parametrize(
    "path",
    [
        "profiles/betriebe/mavi/Einwilligung.pdf",
        "profiles/betriebe/mavi/Einverständnis Ayşe.docx",
        "profiles/betriebe/mavi/freigabe.tif",
        "profiles/betriebe/mavi/kontakte.xlsx",
        "content/meldungen/vertrag.odt",
        "profiles/betriebe/Einwilligung.pdf",
        "profiles/adressen.csv",
    ],
)
def test_signed_papers_are_sent_to_a_safe_place_not_into_the_text(site: Path, path: str) -> None:
    add(site, path)
    problem = only_problem(site, path)
    assert "Unterschriebene Papiere" in problem.message
    assert "sicheren Ort" in (problem.hint or "")
    assert "kopieren" not in (problem.hint or "")


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("profiles/betrieb/mavi/profil.md", "profiles/betriebe"),
        ("profiles/einrichtung/kita/einrichtung.md", "profiles/einrichtungen"),
        ("content/betriebe/mavi/profil.md", "profiles/betriebe"),
        ("content/news/x.md", "content/kampagnen, content/meldungen, content/seiten"),
        ("profiles/betriebe/mavi/fotos/a.jpg", "direkt in profiles/betriebe/mavi/"),
        ("content/seiten/impressum/seite.md", "ohne Ordner, als name.md"),
    ],
)
def test_a_wrong_folder_is_named_once_with_the_right_place(site: Path, path: str, word: str) -> None:
    add(site, path)
    assert word in (only_problem(site, path.rpartition("/")[0].removesuffix("/kita").removesuffix("/mavi")).hint or "")


@pytest.mark.parametrize("path", ["profiles/profil.md", "profiles/betriebe/profil.md", "profiles/betriebe/mavi.jpg"])
def test_a_file_without_its_folder_is_refused(site: Path, path: str) -> None:
    add(site, path)
    assert "gehört nicht hierher" in only_problem(site, path).message


@pytest.mark.parametrize(
    ("path", "better"),
    [
        ("profiles/betriebe/Bäckerei Müller", "»baeckerei-mueller«"),
        ("profiles/betriebe/Mavi2", "»mavi2«"),
        ("profiles/betriebe/mavi--zwei", "»mavi-zwei«"),
        ("profiles/betriebe/بيت", "von Hand"),
        ("profiles/betriebe/MAVI!", "»mavi«, aber den Namen gibt es schon"),
        ("profiles/aktionen/hoffest", "»jjjj-mm-hoffest«"),
        ("profiles/aktionen/2026-05-Größe", "»2026-05-groesse«"),
        ("profiles/aktionen/2026-13-hoffest", "von Hand"),
    ],
)
def test_a_bad_slug_gets_the_right_one(site: Path, path: str, better: str) -> None:
    add(site, f"{path}/{'aktion' if 'aktionen' in path else 'profil'}.md")
    assert better in (only_problem(site, path).hint or "")


@pytest.mark.parametrize(("name", "better"), [("hoffest.md", "jjjj-mm-tt-hoffest"), ("2026-02-30-fest.md", "von Hand")])
def test_news_have_a_day_that_exists(site: Path, name: str, better: str) -> None:
    add(site, f"content/meldungen/{name}")
    assert better in (only_problem(site, f"content/meldungen/{name}").hint or "")


def test_names_that_other_systems_take_for_one_are_both_named(site: Path) -> None:
    add(site, "profiles/betriebe/mavi/Foto.jpg")
    add(site, "profiles/betriebe/mavi/foto.JPG")
    add(site, "profiles/betriebe/mavi/cafe\u0301.jpg")
    add(site, "profiles/betriebe/mavi/caf\u00e9.jpg")
    messages = [problem.message for problem in look(site)[1]]
    assert len(messages) == 2
    assert any("»Foto.jpg« und »foto.JPG«" in message for message in messages)


def test_a_folder_without_its_main_file_is_refused(site: Path) -> None:
    add(site, "profiles/betriebe/neu/profil.tr.md")
    assert "fehlt die Datei profil.md" in only_problem(site, "profiles/betriebe/neu").message


def test_a_translation_without_its_german_text_is_refused(site: Path) -> None:
    add(site, "content/seiten/presse.tr.md")
    assert "presse.md" in only_problem(site, "content/seiten/presse.tr.md").message


def test_a_kiez_without_its_file_is_refused(site: Path) -> None:
    (site / "content/kiez.yaml").unlink()
    only_problem(site, "content/kiez.yaml")


def test_links_are_refused_and_not_followed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    add(outside, "profil.md", b"---\nname: geheim\n---\n")
    (site / "profiles/betriebe/fremd").symlink_to(outside, target_is_directory=True)
    (site / "profiles/betriebe/mavi/profil.tr.md").symlink_to(outside / "profil.md")
    (site / "profiles/betriebe/mavi/foto.jpg").symlink_to("/nowhere")
    (site / "content/seiten/impressum.md").unlink()
    (site / "content/seiten").rmdir()
    (site / "content/seiten").symlink_to(outside, target_is_directory=True)
    tree, problems = look(site)
    assert all("Verknüpfungen sind nicht erlaubt" in problem.message for problem in problems)
    assert len(problems) == 4
    assert not [path for path in tree.texts if "fremd" in path or "seiten" in path or "profil.tr" in path]
    assert tree.photos == {}


@pytest.mark.parametrize("top", ["content", "profiles"])
def test_the_folders_themselves_may_not_lie_elsewhere(site: Path, top: str) -> None:
    (site / top).rename(site / "anderswo")
    (site / top).symlink_to(site / "anderswo", target_is_directory=True)
    assert "Verknüpfungen sind nicht erlaubt" in only_problem(site, top).message
    assert not [path for path in look(site)[0].texts if path.startswith(top)]


def test_pipes_are_refused_instead_of_read_forever(site: Path) -> None:
    os.mkfifo(site / "profiles/betriebe/mavi/profil.tr.md")
    assert "keine gewöhnliche Datei" in only_problem(site, "profiles/betriebe/mavi/profil.tr.md").message


@pytest.mark.parametrize("name", ["README.md", "._profil.md", ".gitkeep", "profil.md~", "Thumbs.db"])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_passed_over_without_a_word_is_an_ordinary_file(site: Path, name: str, kind: str) -> None:
    path = site / "content/meldungen" / name
    if kind == "link":
        path.symlink_to("/etc/hostname")
    else:
        os.mkfifo(path)
    assert only_problem(site, f"content/meldungen/{name}").message


def test_the_sign_that_somebody_is_editing_is_a_link_and_no_mistake(site: Path) -> None:
    (site / "profiles/betriebe/mavi/.#profil.md").symlink_to("jo@laptop.4711:1763200000")
    assert look(site)[1] == []


@pytest.mark.parametrize("name", ["a" * 251 + ".jpg", "a" * 252 + ".md", "._" + "a" * 253, "ä" * 120 + ".jpg"])
def test_a_file_with_an_endless_name_is_refused_before_anything_is_called_after_it(site: Path, name: str) -> None:
    path = site / "profiles/betriebe/mavi" / name
    path.touch()
    problems = look(site)[1]
    if name.startswith("._"):
        assert problems == []
        return
    (problem,) = problems
    assert f"zu lang: {len(name)} Zeichen, höchstens 100" in problem.message
    assert len(problem.path) < 150


@pytest.mark.parametrize(
    "path", ["profiles/betriebe/" + "a" * 255, "profiles/" + "b" * 255, "content/seiten/" + "c" * 255]
)
def test_a_folder_with_an_endless_name_is_refused(site: Path, path: str) -> None:
    (site / path).mkdir()
    assert look(site)[1]
    assert {problem.path for problem in look(site)[1]} == {path}


def test_folders_within_folders_are_not_entered(site: Path) -> None:
    deep = site / "profiles/betriebe/mavi"
    for _ in range(200):
        deep /= "tiefer"
        deep.mkdir()
    (deep / "profil.md").touch()
    assert only_problem(site, "profiles/betriebe/mavi/tiefer").message


def test_thousands_of_wrong_files_are_not_all_told(site: Path) -> None:
    for number in range(3000):
        add(site, f"profiles/betriebe/mavi/notiz-{number}.xyz")
    problems = look(site)[1]
    assert len(problems) == MOST_PROBLEMS + 1
    assert "Weiter wird nicht gesucht" in problems[-1].message


def test_there_is_an_end_to_the_number_of_files(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiezgroessen.read.tree.MOST_FILES", 40)
    for number in range(30):
        add(site, f"profiles/betriebe/mavi/foto-{number}.jpg")
    found, (problem,) = look(site)
    assert "Mehr als 40 Dateien und Ordner" in problem.message
    assert sum(map(len, found.photos.values())) == 0


def test_there_is_an_end_to_all_texts_together(site: Path) -> None:
    for number in range(210):
        path = site / f"content/seiten/seite-{number}.md"
        path.touch()
        os.truncate(path, TEXT_BYTES)
    found, (problem,) = look(site)
    assert "Alle Texte zusammen haben 210 MB, erlaubt sind 200" in problem.message
    assert found.texts == {}


def test_names_that_cannot_be_printed_are_refused(site: Path) -> None:
    add(site, "profiles/betriebe/mavi/a\nb.jpg")
    assert only_problem(site, "profiles/betriebe/mavi/a\\nb.jpg").message
    (site / "profiles/betriebe/mavi/a\nb.jpg").unlink()
    (site / "profiles/betriebe/mavi" / os.fsdecode(b"\xe4.jpg")).touch()
    (problem,) = look(site)[1]
    problem.path.encode()


@pytest.mark.parametrize(("name", "most"), [("profil.tr.md", TEXT_BYTES), ("foto.jpg", PHOTO_BYTES)])
def test_files_over_the_limit_are_refused(site: Path, name: str, most: int) -> None:
    path = site / "profiles/betriebe/mavi" / name
    path.touch()
    os.truncate(path, most)
    assert look(site)[1] == []
    os.truncate(path, most + 1)
    assert f"höchstens {most // 1_000_000} MB" in only_problem(site, f"profiles/betriebe/mavi/{name}").message


def test_a_project_without_folders_is_told_so(tmp_path: Path) -> None:
    assert [problem.path for problem in look(tmp_path)[1]] == ["content", "profiles"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bäckerei Müller", "baeckerei-mueller"),
        ("Ba\u0308ckerei", "baeckerei"),
        ("Çiçekçi Işığı", "cicekci-isigi"),
        ("İSTANBUL Döner", "istanbul-doener"),
        ("Große Straße", "grosse-strasse"),
        ("GROẞ", "gross"),
        ("Łódź & Søn", "lodz-soen"),
        ("Phở Hà Nội Đặc Biệt", "pho-ha-noi-dac-biet"),
        ("Kid’s Corner", "kids-corner"),
        ("  Café – 24/7!  ", "cafe-24-7"),
        ("بيت الزعتر", ""),
        ("Mavi بيت", ""),
        ("Борщ", ""),
        ("!!!", ""),
    ],
)
def test_slugs_of_names(name: str, slug: str) -> None:
    assert slugify(name) == slug
    assert slug == "" or is_slug(slug)


def test_forms_of_slugs() -> None:
    assert is_slug("a-1")
    assert not any(map(is_slug, ("", "-a", "a-", "a--b", "A", "ä", "a b", "a\n", "a_b", "١")))
    assert is_month_slug("2026-12-a-b")
    assert not any(map(is_month_slug, ("2026-12", "2026-00-a", "26-12-a", "2026-12-A")))
    assert is_day_slug("2024-02-29-a")
    assert not any(map(is_day_slug, ("2026-02-29-a", "2026-12-a", "2026-1-1-a")))


@pytest.mark.parametrize(
    ("path", "said", "hint"),
    [
        ("profiles/betriebe/con/profil.md", "Unter Windows", "»con-kiez«"),
        ("profiles/einrichtungen/lpt1/einrichtung.md", "Unter Windows", "»lpt1-kiez«"),
        ("content/seiten/aux.md", "Unter Windows", "»aux-kiez«"),
        (
            f"profiles/betriebe/{'ab-' * 20}cd/profil.md",
            "zu lang: ohne Datum höchstens 60 Zeichen",
            f"»{'ab-' * 19}ab«",
        ),
        (f"profiles/betriebe/{'a' * 61}/profil.md", "zu lang", f"»{'a' * 60}«"),
        (f"profiles/aktionen/2026-05-{'a' * 61}/aktion.md", "zu lang", "von Hand"),
        (f"content/meldungen/2026-05-17-{'a' * 61}.md", "zu lang", "von Hand"),
    ],
)
def test_names_that_other_systems_cannot_keep_are_refused(site: Path, path: str, said: str, hint: str) -> None:
    add(site, path)
    (problem,) = look(site)[1]
    assert said in problem.message
    assert hint in (problem.hint or "")


@pytest.mark.parametrize(
    "path",
    [
        f"profiles/betriebe/{'a' * 60}/profil.md",
        f"profiles/aktionen/2026-05-{'a' * 60}/aktion.md",
        f"content/meldungen/2026-05-17-{'a' * 60}.md",
        "profiles/betriebe/con-fuoco/profil.md",
        "profiles/betriebe/com10/profil.md",
        "profiles/aktionen/2026-05-con/aktion.md",
    ],
)
def test_names_just_short_enough_are_taken(site: Path, path: str) -> None:
    add(site, path)
    assert look(site)[1] == []


@pytest.mark.parametrize("name", ["Con", "Änderungsschneiderei " * 5, "x" * 99, "Aux!"])
def test_a_new_folder_gets_a_name_that_is_allowed(name: str) -> None:
    assert is_slug(slugify(name))
