"""The good site with one fault in one page: who does not see, who searches and who waits would have noticed."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from tests.support.finished import SITE, Finished, good_tree
from tests.support.sites import good_site

from kiezgroessen.check.output import grouped
from kiezgroessen.problems import Severity, error, warning

START, MAVI, ARABIC = "index.html", "betriebe/mavi/index.html", "ar/index.html"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Finished:
    return good_tree(tmp_path_factory, tmp_path, "gut-klein", good_site)


def test_the_good_site_is_passed_in_silence(site: Finished) -> None:
    assert site.said() == []


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (MAVI, '<p class="', '<p < class="', "Ein »<« gehört zu keinem Tag: Das ist kein ordentliches HTML."),
        (MAVI, "</main>", "1 < 2</main>", "Ein »<« gehört zu keinem Tag: Das ist kein ordentliches HTML."),
        (MAVI, "<footer", '<p id="inhalt"></p><footer', "Die id »inhalt« gibt es auf der Seite zweimal."),
        (
            MAVI,
            "<footer",
            '<label for="weg">x</label><footer',
            "»for« verweist auf die id »weg«, die es auf der Seite nicht gibt.",
        ),
        (
            MAVI,
            "<footer",
            '<p aria-describedby="inhalt weg">x</p><footer',
            "»aria-describedby« verweist auf die id »weg«, die es auf der Seite nicht gibt.",
        ),
        (
            MAVI,
            "<footer",
            '<img src="/icon.svg"><footer',
            "Dem Bild /icon.svg fehlt »alt«: was zu sehen ist, für alle, die es nicht sehen.",
        ),
        (
            MAVI,
            "<footer",
            '<img src="/icon.svg" alt=" "><footer',
            "Dem Bild /icon.svg fehlt »alt«: was zu sehen ist, für alle, die es nicht sehen.",
        ),
        (MAVI, '<html lang="de"', '<html lang="en"', "Die Seite nennt als Sprache »en« und liegt dort, wo »de« liegt."),
        (
            ARABIC,
            'lang="ar" dir="rtl"',
            'lang="ar" dir="ltr"',
            "Die Schreibrichtung der Seite ist »ltr«, in ihrer Sprache ist es »rtl«.",
        ),
        (MAVI, "<footer", '<b lang="de_DE">x</b><footer', "Die Sprache »de_DE« an <b> ist keine."),
        (MAVI, "<footer", '<b lang="ar">x</b><footer', 'Zur Sprache »ar« an <b> gehört dir="rtl".'),
        (MAVI, "<footer", '<b dir="links">x</b><footer', "Die Schreibrichtung »links« an <b> gibt es nicht."),
        (MAVI, "<h1", "<h2", "Die Seite hat keine Überschriften der ersten Stufe; es muss genau eine sein."),
        (
            MAVI,
            "<footer",
            "<h1>x</h1><footer",
            "Die Seite hat 2 Überschriften der ersten Stufe; es muss genau eine sein.",
        ),
        (
            MAVI,
            "<title>",
            "<title></title><title>",
            "Die Seite braucht genau einen <title>, und er darf nicht leer sein.",
        ),
        (MAVI, 'name="description"', 'name="beschreibung"', "Der Seite fehlt die Beschreibung für Suchmaschinen."),
        (
            MAVI,
            f'rel="canonical" href="{SITE}/betriebe/mavi/"',
            f'rel="canonical" href="{SITE}/"',
            f"Die Seite nennt als eigene Adresse {SITE}/ und liegt unter {SITE}/betriebe/mavi/.",
        ),
        (
            MAVI,
            f'<link rel="canonical" href="{SITE}/betriebe/mavi/">',
            "",
            f"Die Seite nennt als eigene Adresse keine und liegt unter {SITE}/betriebe/mavi/.",
        ),
        (
            "sitemap.xml",
            f"<url><loc>{SITE}/betriebe/rad-und-tat/</loc></url>",
            "",
            f"{SITE}/betriebe/rad-und-tat/ fehlt darin.",
        ),
        (
            "sitemap.xml",
            "</urlset>",
            f"<url><loc>{SITE}/404.html</loc></url></urlset>",
            f"{SITE}/404.html steht darin und ist nicht für Suchmaschinen.",
        ),
        (
            "sitemap.xml",
            "</urlset>",
            f"<url><loc>{SITE}/robots.txt</loc></url></urlset>",
            f"{SITE}/robots.txt steht darin, ist aber keine Seite.",
        ),
        (
            "sitemap.xml",
            "</urlset>",
            f"<url><loc>{SITE}/betriebe/rad-und-tat/</loc></url></urlset>",
            f"{SITE}/betriebe/rad-und-tat/ steht zweimal darin.",
        ),
    ],
)
def test_one_fault_is_one_sentence(site: Finished, name: str, old: str, new: str, message: str) -> None:
    site.change(name, old, new)
    assert site.said() == [(name, message)]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de", [(START, "Unter ihren Sprachen nennt die Seite sich selbst nicht (hreflang »de«).")]),
        ("x-default", [(START, "Unter ihren Sprachen fehlt »x-default«: die für alle anderen.")]),
        ("ar", []),
    ],
)
def test_pages_name_all_their_languages_and_are_named_back(
    site: Finished, tag: str, expected: list[tuple[str, str]]
) -> None:
    text = (site.output / START).read_text("utf-8")
    site.put(START, re.sub(rf'<link rel="alternate" hreflang="{tag}"[^>]*>\n', "", text, count=1))
    unlike = f"Die Seite nennt {SITE}/ als »de«; die nennt andere Sprachen als sie."
    said = site.said()
    assert set(expected) <= set(said)
    assert (ARABIC, unlike) in said
    assert ("sitemap.xml", f"Bei {SITE}/ stehen andere Sprachen als auf der Seite.") in said


def test_two_pages_with_one_title_are_a_warning(site: Finished) -> None:
    title = re.search(r"<title>.*</title>", (site.output / MAVI).read_text("utf-8"))
    other = re.search(r"<title>.*</title>", (site.output / "betriebe/index.html").read_text("utf-8"))
    assert title
    assert other
    site.change(MAVI, title[0], other[0])
    (found,) = site.problems()
    assert (found.path, found.severity) == (MAVI, Severity.WARNING)
    assert "hat schon betriebe/index.html" in found.message


def padded(size: int) -> str:
    """Text of chance that packs badly."""
    chance = random.Random(size)  # noqa: S311 - nothing secret
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(size))


def test_too_much_text_on_the_start_page_is_a_warning_that_says_what_to_do(site: Finished) -> None:
    site.change(START, "<footer", f"<p>{padded(14_000)}</p><footer")
    (found,) = site.problems()
    assert (found.path, found.severity) == (START, Severity.WARNING)
    assert found.message.startswith("Text und Stil der Startseite sind ")
    assert "kiez.yaml" in str(found.hint)


def test_pictures_that_are_too_heavy_for_a_phone_are_a_warning(site: Finished) -> None:
    """The phone takes the one that is wide enough: a picture of 2,000 pixels beside it weighs nothing."""
    source = '<source type="image/avif" srcset="/bilder/a.avif 800w, /bilder/b.avif 2000w" sizes="100vw">'
    site.change(START, "<footer", f"<picture>{source}</picture><footer")
    site.put("bilder/b.avif", bytes(400_000))
    site.put("bilder/a.avif", bytes(1_000))
    assert not [message for _, message in site.said() if "Startseite wiegt" in message]
    site.put("bilder/a.avif", bytes(400_000))
    (found,) = [problem for problem in site.problems() if "Startseite wiegt" in problem.message]
    assert (found.path, found.severity) == (START, Severity.WARNING)
    assert "; 250,0 KB sind das Ziel" in found.message


def test_a_picture_to_share_that_no_messenger_shows_is_an_error(site: Finished) -> None:
    name = next(site.output.glob("teilen/mavi-de-*.jpg")).name
    with (site.output / "teilen" / name).open("ab") as file:
        file.write(bytes(300_000))
    found = [problem for problem in site.problems() if "WhatsApp" in problem.message]
    assert [(problem.path, problem.severity) for problem in found] == [(f"teilen/{name}", Severity.ERROR)]


def test_a_very_long_page_is_a_warning(site: Finished) -> None:
    site.change(MAVI, "</main>", f"<p>{'wort ' * 50_000}</p></main>")
    (found,) = site.problems()
    assert (found.path, found.severity) == (MAVI, Severity.WARNING)


def test_the_same_fault_on_many_pages_is_said_once() -> None:
    many = [error(f"s{number:04}/index.html", None, "Faul.", hint="So.") for number in range(613)]
    few = [warning(f"t{number}/index.html", None, "Lau.") for number in range(3)]
    files = [error(f"u{number}.txt", None, "Leer.") for number in range(4)]
    placed = [error(f"v{number}.md", 3, "Da.") for number in range(4)]
    assert [(one.path, one.message, one.hint) for one in grouped([*few, *many, *files, *placed])] == [
        ("s0000/index.html", "Faul. … und auf 612 weiteren Seiten.", "So."),
        *[(f"t{number}/index.html", "Lau.", None) for number in range(3)],
        ("u0.txt", "Leer. … und bei 3 weiteren Dateien.", None),
        *[(f"v{number}.md", "Da.", None) for number in range(4)],
    ]
