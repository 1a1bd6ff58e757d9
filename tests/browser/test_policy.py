"""Every type of page under the headers that nginx really sends: the browser finds nothing to forbid, and can forbid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.support.browser import until
from tests.support.debian import programs
from tests.support.hosts import Server, hosted
from tests.support.sample import PAGES, Walk
from tests.support.sites import put_file

from kiezgroessen.plan.headers import Hosting

# The sample is built for http on this computer.
SITE = Hosting("", "localhost", secure=False, languages=("ar", "en", "leicht", "tr"), form=None, gone=())
LISTENING = """
  window.forbidden = [];
  addEventListener('securitypolicyviolation', (e) => forbidden.push(`${e.effectiveDirective}: ${e.blockedURI}`));
"""
ALL_SEEN = "[...document.images].forEach((image) => { image.loading = 'eager'; })"


@pytest.fixture(scope="module")
def server(sample_site: Path) -> Iterator[Server]:
    with hosted("nginx", programs(), sample_site, SITE) as running:
        yield running


@pytest.fixture(scope="module")
def guest(browser: Browser, server: Server) -> Iterator[Walk]:
    someone = Walk(browser, f"http://127.0.0.1:{server.port}")
    someone.window(1280).add_init_script(LISTENING)
    yield someone
    someone.leave()


def forbidden(walk: Walk, path: str) -> Any:
    page = walk.to(path, 1280)
    page.evaluate(ALL_SEEN)
    page.wait_for_load_state("networkidle")
    return page.evaluate("forbidden")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_the_policy_forbids_nothing_that_a_page_has(guest: Walk, path: str) -> None:
    assert forbidden(guest, path) == []
    assert guest.complaints == []


@pytest.mark.parametrize("path", ["betriebe/nie/", "410.html"])
def test_nor_anything_of_the_pages_for_what_is_not_there(guest: Walk, path: str) -> None:
    assert forbidden(guest, path) == []
    # That the page itself is not there is all that the browser says.
    assert [said for said in guest.complaints if "404" not in said] == []
    guest.complaints.clear()


@pytest.mark.parametrize(
    ("attack", "directive"),
    [
        ("const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)", ""),
        ("document.body.innerHTML = '<p>x</p>'", "require-trusted-types-for"),
        ("document.body.setAttribute('style', 'color: red')", "style-src-attr"),
        ("new Image().src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='", "img-src"),
        ("fetch('/index.html').catch(() => 0)", "connect-src"),
        ("const f = document.createElement('iframe'); f.src = '/'; document.body.append(f)", "frame-src"),
        (
            "const f = document.createElement('form'); f.action = '/'; document.body.append(f); f.submit()",
            "form-action",
        ),
        ("try { trustedTypes.createPolicy('own', {}) } catch {}", "trusted-types"),
    ],
)
def test_what_somebody_smuggled_in_would_be_forbidden(guest: Walk, attack: str, directive: str) -> None:
    page = guest.to("betriebe/mavi/", 1280)
    page.evaluate(f"() => {{ try {{ {attack} }} catch {{}} }}")
    until(page, "forbidden.length > 0")
    assert any(said.startswith(directive) for said in page.evaluate("forbidden"))
    assert page.evaluate("window.ran") is None
    guest.complaints.clear()


def test_without_headers_the_page_forbids_the_same(browser: Browser, sample_site: Path, site_server: Any) -> None:
    someone = Walk(browser, site_server(sample_site))
    someone.window(1280).add_init_script(LISTENING)
    page = someone.to("betriebe/mavi/", 1280)
    assert page.evaluate("forbidden") == []
    assert someone.complaints == []
    page.evaluate("() => { try { document.body.innerHTML = 'x' } catch {} new Image().src = 'data:,' }")
    until(page, "forbidden.length > 1")
    someone.leave()


def test_a_browser_knows_every_word_of_the_headers(browser: Browser, tmp_path: Path) -> None:
    """It complains of those that it does not know, on every page; so one without anything will do."""
    put_file(tmp_path, "index.html", '<!doctype html><title>x</title><link rel="icon" href="/icon.svg">')
    put_file(tmp_path, "icon.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    with hosted("nginx", programs(), tmp_path, SITE) as server:
        someone = Walk(browser, f"http://127.0.0.1:{server.port}")
        someone.to("", 1280).wait_for_load_state("networkidle")
    assert someone.complaints == []
    someone.leave()


def test_no_other_page_can_frame_ours(browser: Browser, server: Server, tmp_path: Path, site_server: Any) -> None:
    (tmp_path / "index.html").write_text(f'<iframe src="http://127.0.0.1:{server.port}/"></iframe>', "utf-8")
    someone = Walk(browser, site_server(tmp_path))
    page = someone.to("", 1280)
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    assert any("frame" in said for said in someone.complaints)
    someone.leave()


@pytest.mark.parametrize(
    ("glob", "shown"), [("druck/*abzeichen*.svg", True), ("teilen/*.jpg", True), ("bilder/*.jpg", False)]
)
def test_badges_stand_on_other_sites_and_photos_do_not(
    browser: Browser, server: Server, sample_site: Path, tmp_path: Path, site_server: Any, glob: str, shown: bool
) -> None:
    name = min(sample_site.glob(glob)).relative_to(sample_site).as_posix()
    # To a browser `localhost` and `127.0.0.1` are two sites.
    (tmp_path / "index.html").write_text(f'<img src="http://127.0.0.1:{server.port}/{name}">', "utf-8")
    someone = Walk(browser, site_server(tmp_path).replace("127.0.0.1", "localhost"))
    page = someone.to("", 1280)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.images[0].naturalWidth > 0") is shown
    someone.leave()
