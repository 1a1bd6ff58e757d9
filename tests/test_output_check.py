"""The finished tree is looked at as a visitor would: dead links, foreign hosts, double ids."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import built, put_file

from kiezgroessen.check.output import check_output

SITE = "https://kiez.example"


def said(tmp_path: Path, html: str, site_url: str = SITE, **files: str) -> list[str]:
    put_file(tmp_path, "index.html", html)
    put_file(tmp_path, "betriebe/index.html", '<h1 id="oben">Betriebe</h1>')
    put_file(tmp_path, "bild.jpg", "x")
    put_file(tmp_path, "stil.css", "x")
    for name, text in files.items():
        put_file(tmp_path, name, text)
    problems = check_output(tmp_path, site_url)
    assert {problem.path for problem in problems} <= {"index.html"}
    assert {str(problem.severity) for problem in problems} <= {"error"}
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/betriebe/">x</a>',
        '<a href="/betriebe/#oben">x</a>',
        '<a href="/betriebe/?a=b">x</a>',
        f'<a href="{SITE}/betriebe/">x</a>',
        '<p id="hier"></p><a href="#hier">x</a>',
        '<p id="größe"></p><a href="#gr%C3%B6%C3%9Fe">x</a>',
        '<a href="https://anders.example/">x</a>',
        '<a href="mailto:a@b.example">x</a>',
        '<a href="tel:+4930">x</a>',
        '<img src="/bild.jpg" srcset="/bild.jpg 1x, /bild.jpg 2x">',
        '<link rel="stylesheet" href="/stil.css">',
        f'<link rel="canonical" href="{SITE}/"><link rel="alternate" href="https://anders.example/feed">',
        f'<meta property="og:image" content="{SITE}/bild.jpg">',
    ],
)
def test_what_is_right_is_passed_in_silence(tmp_path: Path, html: str) -> None:
    assert said(tmp_path, html) == []


def dead(address: str) -> list[str]:
    return [f"Der Link {address} führt ins Leere."]


def foreign(address: str) -> list[str]:
    return [f"Die Seite lädt etwas von fremder Stelle: {address}"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/aktionen/">x</a>', dead("/aktionen/")),
        ('<a href="/betriebe">x</a>', dead("/betriebe")),
        ('<a href="betriebe/">x</a>', dead("betriebe/")),
        (f'<a href="{SITE}/weg/">x</a>', dead(f"{SITE}/weg/")),
        ('<a href="/weg/">x</a><a href="/weg/">y</a>', dead("/weg/")),
        ('<a href="/betriebe/#unten">x</a>', ["Der Link /betriebe/#unten führt zu einer Stelle, die es nicht gibt."]),
        ('<a href="#weg">x</a>', ["Der Link #weg führt zu einer Stelle, die es nicht gibt."]),
        ('<img src="/weg.jpg">', dead("/weg.jpg")),
        ('<img src="/bild.jpg" srcset="/weg.jpg 2x">', []),
        ('<source srcset="/bild.jpg 1x, /weg.avif 2x">', dead("/weg.avif")),
        ('<script src="https://cdn.example/a.js"></script>', foreign("https://cdn.example/a.js")),
        ('<img src="//cdn.example/a.png">', foreign("//cdn.example/a.png")),
        ('<link rel="stylesheet" href="https://fonts.example/a.css">', foreign("https://fonts.example/a.css")),
        ('<link rel="preload" href="http://kiez.example/bild.jpg">', foreign("http://kiez.example/bild.jpg")),
        ('<iframe src="https://karte.example/"></iframe>', foreign("https://karte.example/")),
        (f'<meta property="og:image" content="{SITE}/weg.jpg">', dead(f"{SITE}/weg.jpg")),
        ('<p id="a"></p><p id="a"></p><p id="a"></p>', ["Die id »a« gibt es auf der Seite zweimal."]),
    ],
)
def test_what_a_visitor_would_stumble_over_is_named(tmp_path: Path, html: str, expected: list[str]) -> None:
    assert said(tmp_path, html) == expected


def test_a_site_below_a_path_links_with_the_path(tmp_path: Path) -> None:
    html = '<a href="/kiez/betriebe/">gut</a><a href="/betriebe/">schlecht</a><a href="/kiezel/">auch</a>'
    assert said(tmp_path, html, f"{SITE}/kiez") == [*dead("/betriebe/"), *dead("/kiezel/")]


def test_the_good_site_passes(tmp_path_factory: pytest.TempPathFactory) -> None:
    output = built(tmp_path_factory)
    assert check_output(output, "http://localhost:8000") == []
    assert len(check_output(output, "http://localhost:8000/anderswo")) > 100, (
        "the same links, wrong for another address"
    )
