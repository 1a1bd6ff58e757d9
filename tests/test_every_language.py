"""Every page is there in every language of the site, and says in which it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.sites import build_site, good_site, put_file, replace_in

LANGUAGES = ("tr", "ar", "en", "leicht")
ONCE = {"404.html", "410.html", "stil/index.html"}
TURKISH = (
    "---\nzitat: İkinci çay bizden.\nangebote:\n  - kennung: teeglaeser\n    text: Kırk çay bardağı\n---\nMetin.\n"
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site in five languages; in most of them nothing is translated."""
    root = good_site(tmp_path_factory.mktemp("sprachen"))
    replace_in(root, "content/kiez.yaml", "\nsprachen: [de, ar]\n", "\nsprachen: [de, tr, ar, en, leicht]\n")
    put_file(root, "profiles/betriebe/mavi/profil.tr.md", TURKISH)
    put_file(root, "content/seiten/leichte-sprache.md", "---\ntitel: Leicht\nkurz: Leicht.\n---\nDas ist leicht.\n")
    return build_site(root, KIEZ_PICTURES=False)


def page(output: Path, path: str) -> str:
    return (output / path / "index.html").read_text("utf-8")


def test_no_page_is_missing_in_any_language(output: Path) -> None:
    german = {
        file.relative_to(output).as_posix()
        for file in output.rglob("*.html")
        if file.relative_to(output).parts[0] not in LANGUAGES
    }
    wanted = {name for name in german - ONCE if "/material/" not in name}
    for lang in LANGUAGES:
        there = {file.relative_to(output / lang).as_posix() for file in (output / lang).rglob("*.html")}
        assert {name for name in there if "/material/" not in name} == wanted


def test_the_switch_keeps_the_page_and_names_each_language_in_itself(output: Path) -> None:
    for path in ("", "betriebe/", "betriebe/rad-und-tat/", "aktionen/2026-05-hoffest/", "impressum/", "wunschbrett/"):
        for lang in ("", "tr/", "leicht/"):
            switch = page(output, lang + path).split('<nav class="tongues"')[1].split("</nav>")[0]
            for code, name in (("", "Deutsch"), ("tr/", "Türkçe"), ("ar/", "العربية"), ("leicht/", "Leichte Sprache")):
                assert re.search(rf'<a href="/{code}{path}"[^>]*>{name}</a>', switch), (lang, path, code)


def test_links_stay_in_the_language(output: Path) -> None:
    for lang in LANGUAGES:
        for path in ("", "betriebe/", "wunschbrett/", "aktionen/2026-05-hoffest/"):
            main = page(output, f"{lang}/{path}").split("<main")[1].split("</main>")[0]
            inside = [href for href in re.findall(r'href="(/[^"#]*)', main) if href.endswith("/")]
            assert inside
            assert all(href.startswith(f"/{lang}/") for href in inside), inside


def test_what_is_not_translated_is_german_and_says_so(output: Path) -> None:
    assert '<span lang="de">' in page(output, "tr/betriebe/rad-und-tat").split("<main")[1]
    turkish = page(output, "tr/impressum")
    assert '<html lang="tr" dir="ltr">' in turkish
    assert '<div class="prose" lang="de">' in turkish
    assert "untranslated" in turkish
    assert '<div class="prose" lang="de" dir="ltr">' in page(output, "ar/impressum")
    assert "untranslated" not in page(output, "impressum")
    assert "untranslated" not in page(output, "tr/betriebe/mavi")


def test_search_engines_get_what_is_translated_and_nothing_twice(output: Path) -> None:
    assert 'name="robots" content="noindex"' in page(output, "tr/betriebe/rad-und-tat")
    assert "noindex" not in page(output, "tr/betriebe/mavi")
    assert 'hreflang="tr" href="http' in page(output, "betriebe/mavi")
    assert 'hreflang="tr" href="http' not in page(output, "betriebe/rad-und-tat").split("</head>")[0]
    listed = (output / "sitemap.xml").read_text("utf-8")
    assert "/tr/betriebe/mavi/" in listed
    assert "/tr/betriebe/rad-und-tat/" not in listed


def test_there_is_a_kit_where_a_profile_is_translated_and_else_the_german_one(output: Path) -> None:
    assert (output / "tr/betriebe/mavi/material/index.html").is_file()
    assert not (output / "en/betriebe/mavi/material").exists()
    assert not (output / "leicht/betriebe/mavi/material").exists()
    assert re.search(r'<a [^>]*href="/betriebe/mavi/material/" hreflang="de"', page(output, "en/betriebe/mavi"))


def test_the_start_page_in_plain_german_says_what_all_this_is(output: Path) -> None:
    plain = page(output, "leicht")
    assert '<html lang="de-simple" dir="ltr">' in plain
    assert "Das ist leicht." in plain
    assert "untranslated" not in plain
    for path in ("", "betriebe/mavi/", "ar/wunschbrett/", "tr/impressum/"):
        foot = page(output, path).split("<footer")[1]
        assert re.search(r'href="/leicht/" hreflang="de-simple"', foot), path


def test_lists_are_in_the_order_of_their_readers(output: Path) -> None:
    def names(path: str) -> list[str]:
        return re.findall(r'href="/(?:ar/)?betriebe/([a-z-]+)/"', page(output, path).split("<main")[1])

    assert [name for name in names("betriebe") if name != "angebot"][:3] == ["backwerk-lotse", "mavi", "rad-und-tat"]
    # The only name in Arabic letters comes first there.
    assert names("ar/betriebe")[0] == "mavi"


def test_feeds_and_calendars_speak_the_language(output: Path) -> None:
    for lang in LANGUAGES:
        assert (output / lang / "kalender.ics").is_file()
        feed = (output / lang / "wunschbrett/feed.xml").read_text("utf-8")
        assert f"/{lang}/wunschbrett/" in feed
