"""`tasks.py serve` in a real browser: what is saved appears, what is wrong is said, and both without a reload."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.preview import Preview, serving
from tests.support.sites import TODAY, put_file, replace_in

MAVI = "profiles/betriebe/mavi/profil.md"
LESSON = "profiles/aktionen/2026-10-lesestunde/aktion.md"
RAD = "profiles/betriebe/rad-und-tat/profil.md"
PATIENCE = 60_000
"""Milliseconds; only a broken server needs them."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with serving(tmp_path_factory.mktemp("vorschau") / "haus", day=TODAY) as preview:
        yield preview


@pytest.fixture
def preview(served: Preview) -> Iterator[Preview]:
    yield served
    served.put_back()


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The page of Mavi, marked so that a reload would be noticed."""
    context = browser.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{preview.address}/betriebe/mavi/")
    page.evaluate("window.same = true")
    yield page
    context.close()


def shows(page: Page, text: str) -> None:
    expect(page.locator("body")).to_contain_text(text, timeout=PATIENCE)


def panel(page: Page, text: str) -> None:
    expect(page.locator("#vorschau-probleme section")).to_contain_text(text, timeout=PATIENCE)


def until(page: Page, said: str) -> None:
    """Waits until an expression is true in a page, which may be loaded anew meanwhile."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(said):
        assert time.monotonic() < end, said
        page.wait_for_timeout(50)


def no_panel(page: Page) -> None:
    expect(page.locator("#vorschau-probleme")).to_have_count(0, timeout=PATIENCE)


def test_what_is_saved_appears_and_the_page_stays_where_it_is(page: Page, preview: Preview) -> None:
    page.evaluate("scrollTo(0, 400)")
    page.locator("footer a").first.evaluate("link => link.focus({preventScroll: true})")
    focused = page.evaluate("document.activeElement.href")
    replace_in(preview.root, MAVI, "Der zweite Tee geht aufs Haus.", "Der dritte Tee geht aufs Haus.")
    shows(page, "Der dritte Tee")
    assert page.evaluate("[window.same, scrollY, document.activeElement.href]") == [True, 400, focused]


def test_what_is_opened_and_typed_stays(page: Page, preview: Preview) -> None:
    page.goto(f"{preview.address}/mitmachen/")
    put_file(
        preview.root,
        "theme/templates/business.html",
        business(preview, "<details><summary>Auf</summary>Zu</details><input>"),
    )
    page.goto(f"{preview.address}/betriebe/mavi/")
    page.locator("summary", has_text="Auf").click()
    page.locator("main input").fill("halb fertig")
    page.evaluate("window.same = true")
    replace_in(preview.root, MAVI, "Der zweite Tee geht aufs Haus.", "Der dritte Tee geht aufs Haus.")
    shows(page, "Der dritte Tee")
    assert page.locator("details", has_text="Auf").get_attribute("open") is not None
    assert page.locator("main input").input_value() == "halb fertig"
    assert page.evaluate("window.same")


def business(preview: Preview, more: str) -> str:
    """The template of a profile with something more at its beginning."""
    text = (preview.root / "theme/templates/business.html").read_text("utf-8")
    assert "{% block main %}" in text
    return text.replace("{% block main %}", f"{{% block main %}}{more}")


def test_other_pages_are_never_stale(page: Page, preview: Preview) -> None:
    replace_in(preview.root, MAVI, "name: Café Mavi\n", "name: Mavi und Söhne\n")
    shows(page, "Mavi und Söhne")
    for path in ("betriebe/", "", "aktionen/2026-05-hoffest/"):
        page.goto(f"{preview.address}/{path}")
        assert "Mavi und Söhne" in page.locator("body").inner_text(), path


def test_a_problem_is_said_in_the_page_until_it_is_mended(page: Page, preview: Preview) -> None:
    replace_in(preview.root, MAVI, "gewerbe: cafe", "gewerbe: caffe")
    panel(page, "meinten Sie »cafe«")
    panel(page, f"{MAVI}, Zeile ")
    panel(page, "Richtig: gewerbe: cafe")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert page.locator("#vorschau-probleme section").evaluate("box => box.scrollWidth <= box.clientWidth")
    replace_in(preview.root, MAVI, "gewerbe: caffe", "gewerbe: cafe")
    no_panel(page)
    assert page.evaluate("window.same")


def test_several_problems_at_once_and_the_panel_can_be_closed(page: Page, preview: Preview) -> None:
    replace_in(preview.root, MAVI, "gewerbe: cafe", "gewerbe: caffe")
    put_file(preview.root, RAD, (preview.root / RAD).read_text("utf-8").replace("gewerbe: ", "gewerbe: x"))
    panel(page, "2 Fehler")
    page.locator("#vorschau-probleme button").click()
    no_panel(page)
    replace_in(preview.root, MAVI, "gewerbe: caffe", "gewerbe: kaffee")
    panel(page, "2 Fehler")


def test_what_stands_in_a_file_does_nothing_in_the_panel(page: Page, preview: Preview) -> None:
    hostile = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'
    replace_in(preview.root, MAVI, "gewerbe: cafe", f"gewerbe: {hostile}")
    panel(page, hostile)
    assert page.locator("#vorschau-probleme img, #vorschau-probleme script").count() == 0
    assert page.evaluate("window.ran") is None


def test_a_new_photo_appears(page: Page, preview: Preview) -> None:
    page.goto(f"{preview.address}/betriebe/rad-und-tat/")
    page.evaluate("window.same = true")
    assert page.locator("main picture img").count() == 0
    text = (preview.root / MAVI).read_text("utf-8")
    photo = text[text.index("fotos:") : text.index("---\n", 4)]
    shutil.copy(
        preview.root / "profiles/betriebe/mavi/bild.png", preview.root / "profiles/betriebe/rad-und-tat/bild.png"
    )
    replace_in(preview.root, RAD, "gewerbe: ", f"{photo}gewerbe: ")
    until(
        page, "[...document.querySelectorAll('main picture img')].some((one) => one.complete && one.naturalWidth > 0)"
    )
    assert page.evaluate("window.same")


def test_a_broken_template_is_a_problem_like_any_other(page: Page, preview: Preview) -> None:
    template = "theme/templates/business.html"
    before = (preview.root / template).read_text("utf-8")
    put_file(preview.root, template, before + "{% if %}\n")
    panel(page, f"{template}, Zeile {before.count(chr(10)) + 1}")
    panel(page, "Die Vorlage hat einen Fehler")
    put_file(
        preview.root,
        template,
        business(preview, "")
        .replace("{% if %}\n", "")
        .replace("{% block main %}", "{% block main %}{{ page.weg }}", 1),
    )
    panel(page, "Die Vorlage nennt etwas, das es nicht gibt")
    put_file(preview.root, template, before.replace("{% block main %}", "{% block main %}<p>Aus der Vorlage</p>"))
    shows(page, "Aus der Vorlage")
    no_panel(page)


def test_a_style_is_changed_without_a_reload(page: Page, preview: Preview) -> None:
    sheet = preview.root / "theme/css/utilities.css"
    put_file(preview.root, "theme/css/utilities.css", sheet.read_text("utf-8") + "\nmain{outline:7px solid red}\n")
    until(page, "getComputedStyle(document.querySelector('main')).outlineWidth === '7px'")
    assert page.evaluate("window.same")


def test_broken_words_of_the_interface(page: Page, preview: Preview) -> None:
    words = preview.root / "theme/strings/ar.po"
    before = words.read_text("utf-8")
    put_file(preview.root, "theme/strings/ar.po", f"{before}\nunsinn\n")
    panel(page, "theme/strings/ar.po, Zeile ")
    words.write_text(before, "utf-8")
    no_panel(page)


def test_changed_code_counts_and_broken_code_is_a_problem(page: Page, preview: Preview) -> None:
    code = "plugins/kiezgroessen/plan/headers.py"
    before = (preview.root / code).read_text("utf-8")
    put_file(preview.root, code, before + "\ndef (\n")
    panel(page, f"{code}, Zeile {before.count(chr(10)) + 2}")
    panel(page, "kein gültiges Python")
    put_file(preview.root, code, before.replace('REFERRER = "strict-origin"', 'REFERRER = "no-referrer"'))
    expect(page.locator("meta[name=referrer]")).to_have_attribute("content", "no-referrer", timeout=PATIENCE)
    no_panel(page)


def test_a_text_that_is_moved_and_one_that_comes(page: Page, preview: Preview) -> None:
    """Editors save by way of other files, and leave some behind."""
    text = (preview.root / MAVI).read_text("utf-8")
    put_file(preview.root, "profiles/betriebe/mavi/.profil.md.swp", "x")
    other = put_file(preview.root, "profiles/betriebe/mavi/profil.md~", text.replace("zweite Tee", "fünfte Tee"))
    other.replace(preview.root / MAVI)
    shows(page, "Der fünfte Tee")
    put_file(preview.root, "content/seiten/neu.md", "---\ntitel: Ganz neu\nkurz: Eine Seite.\n---\n\nHier steht sie.\n")
    page.goto(f"{preview.address}/neu/")
    shows(page, "Hier steht sie.")


def test_only_what_is_answered_has_the_script(page: Page, preview: Preview) -> None:
    assert page.locator("script[src='/~vorschau/vorschau.js']").count() == 1
    files = [file for file in (preview.root / "cache/vorschau").rglob("*") if file.is_file()]
    assert len(files) > 50
    assert [file for file in files if b"~vorschau" in file.read_bytes()] == []
    assert any(b"trusted-types &#39;none&#39;" in file.read_bytes() for file in files if file.suffix == ".html")


def test_the_terminal_hears_what_matters(page: Page, preview: Preview) -> None:
    replace_in(preview.root, MAVI, "Der zweite Tee geht aufs Haus.", "Der sechste Tee geht aufs Haus.")
    shows(page, "Der sechste Tee")
    end = time.monotonic() + 60
    while not re.search(rf"^{MAVI}: \d", said := preview.log.read_text("utf-8"), re.MULTILINE):
        assert time.monotonic() < end, said
        time.sleep(0.1)
    assert "Traceback" not in said


def test_a_warning_hides_neither_head_nor_way(page: Page, preview: Preview) -> None:
    replace_in(preview.root, LESSON, "status: nicht-zustande-gekommen", "status: vereinbart")
    panel(page, "1 Warnung")
    box, head = (page.locator(one).first.bounding_box() for one in ("#vorschau-probleme section", "header"))
    assert box is not None
    assert head is not None
    assert round(box["y"] + box["height"]) == page.evaluate("innerHeight")
    assert box["y"] >= head["y"] + head["height"]
    page.locator("#vorschau-probleme button").click()
    no_panel(page)


def test_what_goes_on_changing_is_shown_meanwhile(page: Page, preview: Preview) -> None:
    """A file comes from a phone, a piece every millisecond: neither what was saved nor other pages wait for its end."""
    rad, done = preview.root / RAD, threading.Event()
    text, fresh = rad.read_text("utf-8"), preview.root / "cache/frisch.md"

    def go_on() -> None:
        number = 0
        while not done.is_set():
            fresh.write_text(f"{text}\n\nSatz {number}.\n", "utf-8")
            fresh.replace(rad)
            number += 1
            time.sleep(0.001)

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        page.wait_for_timeout(1000)
        replace_in(preview.root, MAVI, "Der zweite Tee geht aufs Haus.", "Der dritte Tee geht aufs Haus.")
        shows(page, "Der dritte Tee")
        put_file(preview.root, "profiles/betriebe/neu/profil.md", text.replace("name: Rad und Tat", "name: Ganz Neu"))
        page.goto(f"{preview.address}/betriebe/rad-und-tat/")
        shows(page, "Satz ")
        page.goto(f"{preview.address}/betriebe/neu/")
        shows(page, "Ganz Neu")
        page.goto(f"{preview.address}/betriebe/rad-und-tat/")
        assert writer.is_alive()
    finally:
        done.set()
        writer.join()
    last = rad.read_text("utf-8").split()[-2:]
    shows(page, " ".join(last))
