"""Links of the finished tree, also those that nobody sees; and what is loaded from or posted to foreign hosts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import built, put_file

from kiezgroessen.check.addresses import Address
from kiezgroessen.check.hosts import check_hosts
from kiezgroessen.check.links import check_links
from kiezgroessen.check.tree import read_tree
from kiezgroessen.problems import Problem, error

SITE = "https://kiez.example"


def looked_through(output: Path, site_url: str) -> list[Problem]:
    tree = read_tree(output)
    # What a page says of places on itself is the page's own.
    faults = [(name, fault) for name, text in tree.texts.items() for fault in text.faults if "Link" in fault]
    problems = [error(name, None, fault) for name, fault in faults]
    problems += check_links(tree, site_url, drawn={}, said={})
    return problems + check_hosts(tree, site_url, drawn={}, post_to="https://post.example.org/kiez")


def said(tmp_path: Path, html: str, site_url: str = SITE, **files: str) -> list[str]:
    put_file(tmp_path, "index.html", html)
    put_file(tmp_path, "betriebe/index.html", '<h1 id="oben">Betriebe</h1>')
    put_file(tmp_path, "bild.jpg", "x")
    put_file(tmp_path, "stil.css", "x")
    for name, text in files.items():
        put_file(tmp_path, name, text)
    problems = looked_through(tmp_path, site_url)
    assert {problem.path for problem in problems} <= {"index.html"}
    assert {str(problem.severity) for problem in problems} <= {"error"}
    return sorted(problem.message for problem in problems)


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
        '<img src="data:image/png;base64,AA">',
        '<form action="https://post.example.org/kiez"></form>',
        '<form method="dialog"></form>',
        f'<script type="application/ld+json">{{"@id": "{SITE}/betriebe/#laden", "@context": "https://schema.org"}}</script>',
    ],
)
def test_what_is_right_is_passed_in_silence(tmp_path: Path, html: str) -> None:
    assert said(tmp_path, html) == []


def dead(address: str) -> list[str]:
    return [f"Der Link {address} führt ins Leere."]


def foreign(address: str) -> list[str]:
    return [f"Die Seite lädt etwas von fremder Stelle: {address}"]


def posted(address: str) -> list[str]:
    return [f"Ein Formular schickt Angaben an eine fremde Stelle: {address}"]


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
        ('<img src="/bild.jpg" srcset="/weg.jpg 2x">', dead("/weg.jpg")),
        ('<source srcset="/bild.jpg 1x, /weg.avif 2x">', dead("/weg.avif")),
        ('<script src="https://cdn.example/a.js"></script>', foreign("https://cdn.example/a.js")),
        ('<img src="//cdn.example/a.png">', foreign("//cdn.example/a.png")),
        ('<link rel="stylesheet" href="https://fonts.example/a.css">', foreign("https://fonts.example/a.css")),
        ('<link rel="preload" href="http://kiez.example/bild.jpg">', foreign("http://kiez.example/bild.jpg")),
        ('<iframe src="https://karte.example/"></iframe>', foreign("https://karte.example/")),
        (f'<meta property="og:image" content="{SITE}/weg.jpg">', dead(f"{SITE}/weg.jpg")),
        (f'<script type="application/ld+json">{{"url": "{SITE}/weg/"}}</script>', dead(f"{SITE}/weg/")),
        ('<a href="https://[weg">x</a>', ["Der Link https://[weg ist keine Adresse."]),
        (
            '<link rel="alternate stylesheet" href="https://fonts.example/a.css">',
            foreign("https://fonts.example/a.css"),
        ),
        ('<link rel="preconnect" href="https://cdn.example">', foreign("https://cdn.example")),
        ('<link rel="dns-prefetch" href="//cdn.example">', foreign("//cdn.example")),
        ('<img src="/bild.jpg" srcset="https://cdn.example/a.jpg 2x">', foreign("https://cdn.example/a.jpg")),
        ('<svg><use xlink:href="https://cdn.example/a.svg#b"/></svg>', foreign("https://cdn.example/a.svg#b")),
        ('<video poster="https://cdn.example/a.jpg"></video>', foreign("https://cdn.example/a.jpg")),
        ('<p style="background: url(https://cdn.example/a.png)">x</p>', foreign("https://cdn.example/a.png")),
        ('<meta http-equiv="refresh" content="0; url=https://weg.example/">', foreign("https://weg.example/")),
        ('<form action="https://sammler.example.org/">x</form>', posted("https://sammler.example.org/")),
        ('<button formaction="https://sammler.example.org/">x</button>', posted("https://sammler.example.org/")),
        ('<a href="/" ping="https://sammler.example.org/">x</a>', posted("https://sammler.example.org/")),
    ],
)
def test_what_a_visitor_would_stumble_over_is_named(tmp_path: Path, html: str, expected: list[str]) -> None:
    assert said(tmp_path, html) == expected


def test_a_site_below_a_path_links_with_the_path(tmp_path: Path) -> None:
    html = '<a href="/kiez/betriebe/">gut</a><a href="/betriebe/">schlecht</a><a href="/kiezel/">auch</a>'
    assert said(tmp_path, html, f"{SITE}/kiez") == [*dead("/betriebe/"), *dead("/kiezel/")]


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("stil.css", 'p{background:url("/weg.png")}', "Der Link /weg.png führt ins Leere."),
        ("stil.css", "p{background:url(/weg.png)}", "Der Link /weg.png führt ins Leere."),
        ("feed.xml", ATOM.format(f'<link href="{SITE}/weg/"/>'), f"Der Link {SITE}/weg/ führt ins Leere."),
        (
            "feed.xml",
            ATOM.format(f'<content type="html">&lt;a href="{SITE}/weg/"&gt;x&lt;/a&gt;</content>'),
            f"Der Link {SITE}/weg/ führt ins Leere.",
        ),
        (
            "sitemap.xml",
            f"<urlset><url><loc>{SITE}/weg/</loc></url></urlset>",
            f"Der Link {SITE}/weg/ führt ins Leere.",
        ),
        ("site.webmanifest", '{"start_url": "/weg/"}', "Der Link /weg/ führt ins Leere."),
        ("site.webmanifest", '{"icons": [{"src": "/weg.png"}]}', "Der Link /weg.png führt ins Leere."),
        ("kalender.ics", f"URL:{SITE}/we\r\n g/\r\n", f"Der Link {SITE}/weg/ führt ins Leere."),
        ("kurz.txt", f"Mehr: {SITE}/weg.", f"Der Link {SITE}/weg führt ins Leere."),
        (
            "stil.css",
            '@import "https://cdn.example/a.css";',
            "Die Seite lädt etwas von fremder Stelle: https://cdn.example/a.css",
        ),
        ("a.js", "fetch('https://cdn.example/a')", "Die Seite lädt etwas von fremder Stelle: https://cdn.example/a"),
        ("a.js", 'new WebSocket("wss://cdn.example/")', "Die Seite lädt etwas von fremder Stelle: wss://cdn.example/"),
        ("a.js", 'import("//cdn.example/a.js")', "Die Seite lädt etwas von fremder Stelle: //cdn.example/a.js"),
        (
            "site.webmanifest",
            '{"icons": [{"src": "https://cdn.example/a.png"}]}',
            "Die Seite lädt etwas von fremder Stelle: https://cdn.example/a.png",
        ),
    ],
)
def test_files_that_are_no_pages_lead_somewhere_too(tmp_path: Path, name: str, text: str, message: str) -> None:
    put_file(tmp_path, "index.html", "<p>x</p>")
    put_file(tmp_path, name, text)
    assert [(problem.path, problem.message) for problem in looked_through(tmp_path, SITE)] == [(name, message)]


def test_in_a_text_an_address_needs_no_last_slash(tmp_path: Path) -> None:
    put_file(tmp_path, "betriebe/index.html", "<p>x</p>")
    put_file(tmp_path, "kurz.txt", f"Mehr: {SITE}/betriebe.\n")
    assert looked_through(tmp_path, SITE) == []


def test_a_code_on_paper_and_a_link_in_a_drawing_lead_somewhere(tmp_path: Path) -> None:
    put_file(tmp_path, "index.html", "<p>x</p>")
    tree = read_tree(tmp_path)
    said = {"druck/plakat.pdf": f"{SITE}/betriebe/weg/ und https://anderswo.example/"}
    drawn = {"druck/abzeichen.svg": [Address(f"{SITE}/weg/", "link")]}
    messages = {problem.path: problem.message for problem in check_links(tree, SITE, drawn=drawn, said=said)}
    assert messages == {
        "druck/plakat.pdf": f"Der Link {SITE}/betriebe/weg/ führt ins Leere.",
        "druck/abzeichen.svg": f"Der Link {SITE}/weg/ führt ins Leere.",
    }


def test_a_drawing_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    put_file(tmp_path, "index.html", "<p>x</p>")
    drawn = {"druck/abzeichen.svg": [Address("https://cdn.example/a.png", "load"), Address(f"{SITE}/", "link")]}
    found = check_hosts(read_tree(tmp_path), SITE, drawn=drawn, post_to=None)
    assert [problem.message for problem in found] == foreign("https://cdn.example/a.png")


def test_the_good_site_passes(tmp_path_factory: pytest.TempPathFactory) -> None:
    output = built(tmp_path_factory)
    assert looked_through(output, "http://localhost:8000") == []
    assert len(looked_through(output, "http://localhost:8000/anderswo")) > 100, (
        "the same links, wrong for another address"
    )
