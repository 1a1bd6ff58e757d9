"""The instruments of the other tests: each has to notice what it is there for."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Error, Page
from tests.support import browser as browsers
from tests.support.golden import Golden
from tests.support.validator import ValidatorError, validate
from tests.support.visit import Visitor, axe

GOOD = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Mavi – Kiezgrößen</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="alternate" hreflang="tr" href="/tr/"><style>@layer base{body{color:light-dark(#000,#fff)}}</style></head>
<body><main><h1>Mavi</h1>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="Ein Laden" width="10" height="10" fetchpriority="high">
<svg viewBox="0 0 9 9" role="img" aria-label="Ein Brot"><path d="M0 0h9v9z"/></svg>
<p>Der Laden an der Ecke hat für das Hoffest zwanzig Brote gebacken.</p></main></body></html>
"""


def site(folder: Path, **pages: str) -> Path:
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return folder


def test_validator_finds_nothing_in_a_modern_valid_page(tmp_path: Path) -> None:
    assert validate(site(tmp_path, index=GOOD)) == []


def test_validator_reports_every_broken_file_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "kiez größen"
    (folder / "tief").mkdir(parents=True)
    site(folder, index=GOOD)
    site(folder / "tief", kaputt=GOOD.replace(' alt="Ein Laden"', "").replace("<main>", "<main><p><div></p>"))
    (folder / "stil.css").write_text("a { colr: red }\n@container (width > 9em) { a { color: red } }", "utf-8")
    (folder / "zeichen.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><kreis/></svg>', "utf-8")
    found = validate(folder)
    assert any(line.startswith("tief/kaputt.html:5:") and "alt" in line for line in found), found
    assert any(line.startswith("tief/kaputt.html:4:") and "error" in line for line in found), found
    assert any(line.startswith("stil.css:1:") and "colr" in line for line in found), found
    assert any(line.startswith("zeichen.svg:") and "kreis" in line for line in found), found
    assert not any(line.startswith("index.html") or "at-rule" in line for line in found), found


def test_validator_does_not_call_an_empty_folder_valid(tmp_path: Path) -> None:
    with pytest.raises(ValidatorError):
        validate(tmp_path)


def test_axe_finds_barriers_and_leaves_a_good_page_alone(
    tmp_path: Path, site_server: Callable[[Path], str], page_at: Callable[..., Page]
) -> None:
    bad = GOOD.replace(' alt="Ein Laden"', "").replace("<p>", '<p style="color:#bbb;background:#fff">')
    address = site_server(site(tmp_path, good=GOOD, bad=bad))
    page = page_at(360)
    page.goto(f"{address}/good.html")
    assert axe(page) == ([], [])
    page.goto(f"{address}/bad.html")
    violations, _incomplete = axe(page)
    assert {line.split()[0] for line in violations} == {"image-alt", "color-contrast"}


def test_axe_reports_what_it_cannot_decide(
    tmp_path: Path, site_server: Callable[[Path], str], page_at: Callable[..., Page]
) -> None:
    unclear = GOOD.replace("<p>", '<p style="background:linear-gradient(#fff,#777)">')
    page = page_at(360)
    page.goto(f"{site_server(site(tmp_path, unclear=unclear))}/unclear.html")
    violations, incomplete = axe(page)
    assert violations == []
    assert any(line.startswith("color-contrast") for line in incomplete)


def test_a_computer_without_any_browser_is_an_error_and_never_a_skip(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tried: list[str] = []

    def fails(command: str, **_options: object) -> subprocess.CompletedProcess[str]:
        tried.append(command)
        return subprocess.CompletedProcess(command, 1, "", "kein Netz")

    monkeypatch.setattr(browsers, "_candidates", lambda _playwright: iter([tmp_path / "weg", tmp_path]))
    monkeypatch.setattr(subprocess, "run", fails)
    with pytest.raises(browsers.NoBrowserError, match="kein Netz"):
        browsers.launch(SimpleNamespace(chromium=browser.browser_type))  # type: ignore[arg-type]
    assert "-m playwright install" in tried[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such stubs, and only there programs are tried out")
def test_a_stub_that_only_says_where_to_get_a_browser_is_passed_over(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stub, real = tmp_path / "stub", tmp_path / "real"
    for program, code in ((stub, 1), (real, 0)):
        program.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
        program.chmod(0o755)
    monkeypatch.setattr(browsers, "_candidates", lambda _playwright: iter([stub, real]))
    assert browsers.find(SimpleNamespace(chromium=browser.browser_type)) == real  # type: ignore[arg-type]


def test_a_page_has_the_width_and_the_settings_asked_for(page_at: Callable[..., Page]) -> None:
    page = page_at(320, forced_colors="active", color_scheme="dark")
    page.set_content(GOOD)
    assert page.evaluate("innerWidth") == 320
    assert page.evaluate("matchMedia('(forced-colors: active) and (prefers-color-scheme: dark)').matches")
    assert page.evaluate("navigator.language") == "de-DE"


def test_without_javascript_no_script_of_the_page_runs(page_at: Callable[..., Page]) -> None:
    page = page_at(800, javascript=False)
    page.set_content("<title>vorher</title><script>document.title = 'nachher'</script>")
    assert page.title() == "vorher"


def test_a_request_to_a_foreign_host_is_noticed_and_does_not_get_through(
    tmp_path: Path, site_server: Callable[[Path], str], visitor: Visitor
) -> None:
    page = visitor.page_at(800)
    page.goto(f"{site_server(site(tmp_path, index=GOOD))}/")
    assert visitor.complaints == []
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate("fetch('https://example.org/zaehler.gif')")
    assert "foreign host: https://example.org/zaehler.gif" in visitor.complaints
    visitor.complaints.clear()


def test_an_error_in_the_console_and_in_a_script_is_noticed(visitor: Visitor) -> None:
    page = visitor.page_at(800)
    page.set_content("<script>console.error('Brot ist aus'); throw new Error('Mehl ist aus')</script>")
    assert {"error: Brot ist aus", "script: Mehl ist aus"} <= set(visitor.complaints)
    visitor.complaints.clear()


def test_a_missing_page_gets_the_sites_own_answer(tmp_path: Path, site_server: Callable[[Path], str]) -> None:
    page = tmp_path / "404.html"
    page.write_text("Hier wohnt niemand.", "utf-8")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{site_server(tmp_path)}/weg/")
    with caught.value as answer:
        assert (answer.code, answer.read().decode("utf-8")) == (404, "Hier wohnt niemand.")


def test_media_types_do_not_depend_on_the_computer(tmp_path: Path, site_server: Callable[[Path], str]) -> None:
    (tmp_path / "bild.avif").write_bytes(b"")
    (tmp_path / "termin.ics").write_bytes(b"")
    address = site_server(tmp_path)
    types = {}
    for name in ("bild.avif", "termin.ics"):
        with urllib.request.urlopen(f"{address}/{name}") as answer:
            types[name] = answer.headers["Content-Type"]
    assert types == {"bild.avif": "image/avif", "termin.ics": "text/calendar; charset=utf-8"}


def test_a_golden_page_tells_what_has_changed(tmp_path: Path) -> None:
    Golden(tmp_path, renew=True)("start.html", "eins\nzwei\n")
    compare = Golden(tmp_path, renew=False)
    compare("start.html", "eins\nzwei\n")
    with pytest.raises(AssertionError, match=r"-zwei\n\+drei"):
        compare("start.html", "eins\ndrei\n")
    with pytest.raises(AssertionError, match=r"no golden page neu\.html"):
        compare("neu.html", "")
