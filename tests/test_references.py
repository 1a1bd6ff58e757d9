"""Names that files use for each other: dangling ones are found, and the nearest is offered in the line itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.support.sites import built, good_site, put_file, replace_in, report

from kiezgroessen.languages import LANGUAGES

MAVI = "profiles/betriebe/mavi/profil.md"
FEST = "profiles/aktionen/2026-05-hoffest/aktion.md"
CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
CALL = "content/kampagnen/mitmachen/kampagne.md"
NEWS = "content/meldungen/2026-06-01-so-war-das-hoffest.md"
PAGE = "---\ntitel: Seite\nkurz: Ein Satz.\n---\nText.\n"

# file, old, new, line, message, corrected line
DANGLING = [
    (
        FEST,
        "betriebe: [mavi, backwerk-lotse]",
        "betriebe: [mavi, backwerk-lots]",
        7,
        "betriebe, 2. Eintrag: Einen Betrieb »backwerk-lots« gibt es nicht – meinten Sie »backwerk-lotse«?",
        "betriebe: [mavi, backwerk-lotse]",
    ),
    (
        FEST,
        "betriebe: [mavi, backwerk-lotse]",
        "betriebe: [mavi, xyz]",
        7,
        "betriebe, 2. Eintrag: Einen Betrieb »xyz« gibt es nicht. Es gibt: backwerk-lotse, mavi, rad-und-tat.",
        None,
    ),
    (
        FEST,
        "einrichtungen: jugendclub",
        "einrichtungen: jugendklub",
        8,
        "einrichtungen: Eine Einrichtung »jugendklub« gibt es nicht – meinten Sie »jugendclub«?",
        "einrichtungen: jugendclub",
    ),
    (
        FEST,
        "angebot: [mavi/teeglaeser]",
        "angebot: [mavi/teeglas]",
        9,
        "angebot, 1. Eintrag: Ein Angebot »mavi/teeglas« gibt es nicht – meinten Sie »mavi/teeglaeser«?",
        "angebot: [mavi/teeglaeser]",
    ),
    (
        FEST,
        "angebot: [mavi/teeglaeser]",
        "angebot: mavi/teeglaser",
        9,
        "angebot: Ein Angebot »mavi/teeglaser« gibt es nicht – meinten Sie »mavi/teeglaeser«?",
        "angebot: mavi/teeglaeser",
    ),
    (
        FEST,
        "bedarf: [jugendclub/hoffest]",
        "bedarf: [jugendklub/hoffest]",
        10,
        "bedarf, 1. Eintrag: Einen Bedarf »jugendklub/hoffest« gibt es nicht – meinten Sie »jugendclub/hoffest«?",
        "bedarf: [jugendclub/hoffest]",
    ),
    # The owner is right and the id like no other: no wild guess, but what there is.
    (
        FEST,
        "bedarf: [jugendclub/hoffest]",
        "bedarf: [jugendclub/zzz]",
        10,
        (
            "bedarf, 1. Eintrag: Einen Bedarf »jugendclub/zzz« gibt es nicht. "
            "Es gibt: jugendclub/hoffest, jugendclub/laptops."
        ),
        None,
    ),
    # The folder is missing: only one wish of that name, nearly that name, nothing like it, or only the folder.
    (
        FEST,
        "bedarf: [jugendclub/hoffest]",
        "bedarf: [hoffest]",
        10,
        "bedarf, 1. Eintrag: »hoffest« ist kein Verweis – meinten Sie »jugendclub/hoffest«?",
        "bedarf: [jugendclub/hoffest]",
    ),
    (
        FEST,
        "angebot: [mavi/teeglaeser]",
        "angebot: teeglaser",
        9,
        "angebot: »teeglaser« ist kein Verweis – meinten Sie »mavi/teeglaeser«?",
        "angebot: mavi/teeglaeser",
    ),
    (
        FEST,
        "bedarf: [jugendclub/hoffest]",
        "bedarf: xyz",
        10,
        "bedarf: »xyz« ist kein Verweis. Er hat die Form ordner/kennung. Zum Beispiel: jugendclub/laptops.",
        None,
    ),
    (
        FEST,
        "bedarf: [jugendclub/hoffest]",
        "bedarf: jugendclub",
        10,
        (
            "bedarf: »jugendclub« ist kein Verweis. "
            "Er hat die Form ordner/kennung. Es gibt: jugendclub/laptops, jugendclub/hoffest."
        ),
        None,
    ),
    (
        FEST,
        "bedarf: [jugendclub/hoffest]",
        "bedarf: [zoo/affe]",
        10,
        "bedarf, 1. Eintrag: Einen Bedarf »zoo/affe« gibt es nicht.",
        None,
    ),
    (
        CALL,
        "betriebe: [mavi]",
        "betriebe: [mavy]",
        16,
        "betriebe, 1. Eintrag: Einen Betrieb »mavy« gibt es nicht – meinten Sie »mavi«?",
        "betriebe: [mavi]",
    ),
    (
        CALL,
        "betriebe: [mavi]",
        "aktionen: 2026-05-hofest",
        16,
        "aktionen: Eine Aktion »2026-05-hofest« gibt es nicht – meinten Sie »2026-05-hoffest«?",
        "aktionen: 2026-05-hoffest",
    ),
    (
        CALL,
        "gesucht: bedarfe",
        "gesucht: [praktikum, bedarf]",
        13,
        "gesucht, 2. Eintrag: Eine Art »bedarf« gibt es nicht – meinten Sie »bedarfe«?",
        "gesucht: [praktikum, bedarfe]",
    ),
    (
        NEWS,
        "betriebe: mavi",
        "betriebe: mavii",
        5,
        "betriebe: Einen Betrieb »mavii« gibt es nicht – meinten Sie »mavi«?",
        "betriebe: mavi",
    ),
    (
        NEWS,
        "aktionen: [2026-05-hoffest]",
        "aktionen: [2026-06-hoffest]",
        7,
        "aktionen, 1. Eintrag: Eine Aktion »2026-06-hoffest« gibt es nicht – meinten Sie »2026-05-hoffest«?",
        "aktionen: [2026-05-hoffest]",
    ),
    (
        MAVI,
        "    freigabe: derya",
        "    freigabe: dery",
        28,
        "fotos, 1. Eintrag, freigabe: Eine Freigabe »dery« gibt es nicht – meinten Sie »derya«?",
        "    freigabe: derya",
    ),
    (
        FEST,
        "status: erledigt",
        "status: erledigt\nfotos: [{datei: fest.jpg, alt: Fest, urheber: Jo, personen: nein}]",
        7,
        (
            "fotos, 1. Eintrag, datei: Die Datei »fest.jpg« gibt es nicht. "
            "Das Foto gehört in denselben Ordner wie der Text."
        ),
        None,
    ),
]


@pytest.mark.parametrize(("path", "old", "new", "line", "message", "fix"), DANGLING)
def test_what_is_not_there_is_named_and_the_nearest_offered(
    tmp_path: Path, path: str, old: str, new: str, line: int, message: str, fix: str | None
) -> None:
    root = good_site(tmp_path)
    replace_in(root, path, old, new)
    expected = [f"{path}:{line}: {message}", f"    steht da:  {new.splitlines()[-1]}"]
    assert report(root).split("\n") == expected + ([f"    richtig:   {fix}"] if fix else [])


def test_a_file_that_is_nearly_named_so_is_offered(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "datei: bild.png", "datei: bild.jpg")
    assert report(root).split("\n") == [
        f"{MAVI}:2: Warnung: Das Foto »bild.png« liegt im Ordner, steht aber nicht unter »fotos« und erscheint nicht.",
        f"{MAVI}:24: fotos, 1. Eintrag, datei: Die Datei »bild.jpg« gibt es nicht – meinten Sie »bild.png«?",
        "    steht da:    - datei: bild.jpg",
        "    richtig:     - datei: bild.png",
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "message"),
    [
        (
            MAVI,
            "kennung: praktikum",
            "kennung: teeglaeser",
            18,
            "angebote, 2. Eintrag, kennung: Die Kennung »teeglaeser«",
        ),
        (CLUB, "kennung: hoffest", "kennung: laptops", 15, "bedarfe, 2. Eintrag, kennung: Die Kennung »laptops«"),
        (
            MAVI,
            "freigaben:\n",
            "freigaben:\n  - {kennung: derya, von: X, beleg: Y, am: 2026-01-01, kanaele: web}\n",
            31,
            "freigaben, 2. Eintrag, kennung: Die Kennung »derya«",
        ),
    ],
)
def test_an_id_stands_once_in_a_file(tmp_path: Path, path: str, old: str, new: str, line: int, message: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, path, old, new)
    assert f"{path}:{line}: {message} gibt es in dieser Datei schon." in report(root).split("\n")


def test_offers_without_an_id_are_not_each_others_double(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "  - kennung: teeglaeser\n    art: sachspende", "  - art: sachspende")
    replace_in(root, MAVI, "  - kennung: praktikum\n    art: praktikum", "  - art: praktikum")
    replace_in(root, "profiles/betriebe/mavi/profil.ar.md", "  - kennung: teeglaeser\n    text", "  - text")
    replace_in(root, FEST, "angebot: [mavi/teeglaeser]\n", "")
    assert report(root) == ""


@pytest.mark.parametrize("name", ["angebot", "gewerbe"])
def test_a_business_cannot_take_the_address_of_a_list(tmp_path: Path, name: str) -> None:
    root = good_site(tmp_path)
    shutil.copytree(root / "profiles/betriebe/rad-und-tat", root / "profiles/betriebe" / name)
    assert report(root) == f"profiles/betriebe/{name}/profil.md:2: Ein Betrieb kann nicht »{name}« heißen."


@pytest.mark.parametrize("name", ["betriebe", "neues", "mitmachen", "bilder", "teilen", "schrift", "stil", *LANGUAGES])
def test_a_page_cannot_take_the_address_of_a_part_of_the_site(tmp_path: Path, name: str) -> None:
    root = good_site(tmp_path)
    put_file(root, f"content/seiten/{name}.md", PAGE)
    message = f"Eine Seite kann nicht »{name}« heißen, so heißt schon ein Bereich der Website."
    assert report(root) == f"content/seiten/{name}.md:2: {message}"


def test_no_folder_of_the_finished_site_is_free_to_be_taken_by_a_page(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pages = {file.stem for file in (good_site(tmp_path) / "content/seiten").iterdir()}
    taken = {folder.name for folder in built(tmp_path_factory).iterdir() if folder.is_dir()} - pages
    taken -= {name for name in taken if name.startswith(".")}  # no page's name begins with a dot
    root = tmp_path / "site"
    for name in taken:
        put_file(root, f"content/seiten/{name}.md", PAGE)
    assert {line.split("/")[2].split(".")[0] for line in report(root).split("\n")} == taken


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("impressum", "Das Impressum ist Pflicht (§ 5 DDG)."),
        ("datenschutz", "Die Datenschutzerklärung ist Pflicht (Art. 13 DSGVO)."),
    ],
)
def test_the_pages_the_law_asks_for_have_to_be_there_and_to_be_shown(tmp_path: Path, name: str, why: str) -> None:
    root = good_site(tmp_path)
    path = f"content/seiten/{name}.md"
    replace_in(root, path, "kurz:", "status: entwurf\nkurz:")
    assert report(root) == f"{path}:3: status: Die Seite erscheint so nicht. {why}\n    steht da:  status: entwurf"
    (root / path).unlink()
    assert report(root) == f"{path}: Die Seite fehlt. {why}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "datum: 2026-05-30",
            "datum: 2026-05-30\nvon: 2026-05-30",
            (
                f"{FEST}:4: von: »datum« und »von« zugleich geht nicht. Eins davon kann weg.\n"
                "    steht da:  von: 2026-05-30"
            ),
        ),
        (
            "datum: 2026-05-30",
            "von: 2026-05-30\nbis: 2026-05-29",
            f"{FEST}:4: bis: liegt vor dem ersten Tag, oder »von« fehlt.\n    steht da:  bis: 2026-05-29",
        ),
    ],
)
def test_an_action_has_one_beginning_and_ends_after_it(tmp_path: Path, old: str, new: str, expected: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, FEST, old, new)
    assert report(root) == expected
